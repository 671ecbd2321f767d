package dev.vigil.engine.interconnect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A wire to a TCP port that can be cut without either side being told.
final class Plug implements AutoCloseable {
    private static final int MOST_WAITING = 8;

    private final InetSocketAddress to;
    private final ServerSocket server;
    private final Thread acceptor;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Socket> inTheWay = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private final AtomicInteger hangUps = new AtomicInteger();
    private boolean cut;

    /// A wire from one address to another, the same port on both.
    Plug(String from, String to, int port) throws IOException {
        this.to = new InetSocketAddress(to, port);
        server = new ServerSocket(port, MOST_WAITING, InetAddress.ofLiteral(from));
        acceptor = Thread.ofVirtual().start(this::accept);
    }

    /// From now on nothing gets through.
    void cut() {
        set(true);
    }

    /// From now on nothing gets through, and who connects waits in vain even for that.
    void deafen() throws IOException {
        set(true);
        try {
            while (true) {
                var waiting = new Socket();
                inTheWay.add(waiting);
                waiting.connect(server.getLocalSocketAddress(), 200);
            }
        } catch (SocketTimeoutException full) {
            return;
        }
    }

    /// The next connections are ended as soon as they are there.
    void hangUp(int connections) {
        hangUps.set(connections);
    }

    /// How many more are ended so.
    int hangUps() {
        return hangUps.get();
    }

    /// All gets through again.
    void mend() throws IOException {
        for (Socket each : inTheWay) each.close();
        set(false);
    }

    private void set(boolean state) {
        lock.lock();
        try {
            cut = state;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                awaitWire();
                Socket near = server.accept();
                if (hangUps.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    near.close();
                    continue;
                }
                Socket far = new Socket();
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    pass(near, far, true);
                                });
            }
        } catch (IOException | InterruptedException closed) {
            // The end of the test.
        }
    }

    private void pass(Socket from, Socket to, boolean first) {
        try {
            if (first) {
                awaitWire();
                to.connect(this.to);
                Thread.ofVirtual().start(() -> pass(to, from, false));
            }
            byte[] buffer = new byte[8192];
            for (int n = from.getInputStream().read(buffer);
                    n >= 0;
                    n = from.getInputStream().read(buffer)) {
                awaitWire();
                to.getOutputStream().write(buffer, 0, n);
            }
            awaitWire();
        } catch (IOException | InterruptedException ended) {
            // The other end is closed below.
        }
        closeBoth(from, to);
    }

    private void awaitWire() throws InterruptedException {
        lock.lock();
        try {
            while (cut) mended.await();
        } finally {
            lock.unlock();
        }
    }

    private static void closeBoth(Socket one, Socket other) {
        try (one;
                other) {
            return;
        } catch (IOException gone) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        mend();
        // The port is free once the thread that was accepting has seen it.
        try {
            acceptor.join();
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : sockets) socket.close();
    }
}
