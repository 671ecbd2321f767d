package dev.vigil.agent.lpar;

import java.time.Duration;

/// Runs commands on HMCs.
public interface HmcShell extends AutoCloseable {
    /// Runs one command and waits for its end. May be called by several threads at once.
    ///
    /// Nothing is thrown for what can go wrong between here and the HMC: that is an [HmcAnswer.NoAnswer]. An interrupt ends the wait, gives
    /// [HmcAnswer.Trouble#INTERRUPTED] and stays set.
    ///
    /// @param command as typed at the HMC's prompt
    /// @param limit how long the command may run, connecting not included
    HmcAnswer run(HmcAddress hmc, String command, Duration limit);

    /// Ends all connections.
    @Override
    void close();
}
