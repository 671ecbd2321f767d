package dev.vigil.engine.log;

import com.hazelcast.instance.EndpointQualifier;
import com.hazelcast.instance.impl.DefaultNodeContext;
import com.hazelcast.instance.impl.DefaultNodeExtension;
import com.hazelcast.instance.impl.Node;
import com.hazelcast.instance.impl.NodeExtension;
import com.hazelcast.nio.MemberSocketInterceptor;

import java.io.IOException;
import java.net.Socket;
import java.util.Properties;
import java.util.function.Predicate;

/// A Hazelcast member whose port does not take everybody.
///
/// The free edition has the place where connections are looked at before anything is read from them, and nobody to do it.
final class GuardedNode extends DefaultNodeContext {
    private final Predicate<Socket> admitted;

    /// @param admitted whether a connection that comes in may stay
    GuardedNode(Predicate<Socket> admitted) {
        this.admitted = admitted;
    }

    @Override
    public NodeExtension createNodeExtension(Node node) {
        return new DefaultNodeExtension(node) {
            @Override
            public MemberSocketInterceptor getSocketInterceptor(EndpointQualifier endpoint) {
                return new Guard(admitted);
            }
        };
    }

    private record Guard(Predicate<Socket> admitted) implements MemberSocketInterceptor {
        @Override
        public void init(Properties none) {}

        @Override
        public void onAccept(Socket socket) throws IOException {
            if (!admitted.test(socket)) throw new IOException("a stranger");
        }

        @Override
        public void onConnect(Socket socket) {}
    }
}
