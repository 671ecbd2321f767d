package dev.vigil.agent.lpar;

import java.util.Optional;

/// The states in which an HMC can show a partition, and what they mean for a resource.
///
/// A partition that has power is online: it holds its disks and network, so nobody else may start it, and whether its operating system is well
/// is not the HMC's to know. While it starts or stops the confidence is low.
///
/// Source: IBM HMC help, "Partition states"; InfoScale 9.0 Virtualization Guide for AIX, LPAR agent.
enum PartitionState {
    RUNNING("Running", Reading.ON, 100),
    STARTING("Starting", Reading.ON, 10),
    OPEN_FIRMWARE("Open Firmware", Reading.ON, 50),
    SHUTTING_DOWN("Shutting Down", Reading.ON, 10),
    HARDWARE_DISCOVERY("Hardware Discovery", Reading.ON, 10),
    MIGRATING_RUNNING("Migrating - Running", Reading.ON, 100),
    NOT_ACTIVATED("Not Activated", Reading.OFF, 0),
    /// Crashed: it does no work, and yet still has its memory and adapters until it is powered off.
    ERROR("Error", Reading.CRASHED, 0),
    MIGRATING_NOT_ACTIVATED("Migrating - Not Activated", Reading.UNCLEAR, 0),
    SUSPENDING("Suspending", Reading.UNCLEAR, 0),
    SUSPENDED("Suspended", Reading.UNCLEAR, 0),
    RESUMING("Resuming", Reading.UNCLEAR, 0),
    NOT_AVAILABLE("Not Available", Reading.UNCLEAR, 0),
    UNKNOWN("Unknown", Reading.UNCLEAR, 0);

    /// What a state says about a partition.
    enum Reading {
        /// It has power.
        ON,
        /// It has none: it may be started here or elsewhere.
        OFF,
        /// It has power and does not work.
        CRASHED,
        /// The HMC cannot tell, or the partition is between two states.
        UNCLEAR
    }

    private final String text;
    private final Reading reading;
    private final int confidence;

    PartitionState(String text, Reading reading, int confidence) {
        this.text = text;
        this.reading = reading;
        this.confidence = confidence;
    }

    /// The state an HMC printed, none if it is not a state known here. Releases differ in capitals ("Shutting down").
    static Optional<PartitionState> of(String printed) {
        for (PartitionState state : values()) {
            if (state.text.equalsIgnoreCase(printed.strip())) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    /// What it means.
    Reading reading() {
        return reading;
    }

    /// How sure it is that the partition does its work, 0 to 100.
    int confidence() {
        return confidence;
    }

    /// As the HMC prints it.
    String text() {
        return text;
    }
}
