package dev.vigil.engine.command;

import dev.vigil.config.Schema;
import dev.vigil.engine.core.ClusterState;

import java.util.List;
import java.util.Optional;

/// This cluster and its attributes.
record ClusterObjects(ClusterState state) implements Objects {

    @Override
    public String kind() {
        return "Cluster";
    }

    @Override
    public List<String> names() {
        return List.of(state.configuration().clusterName());
    }

    @Override
    public Refusal unknown(String name) {
        return Refusal.of(Umi.CLUSTER_UNKNOWN, name);
    }

    @Override
    public Optional<Refusal> none() {
        return Optional.empty();
    }

    @Override
    public List<String> systems(String name) {
        return List.of();
    }

    @Override
    public boolean has(String name, String attribute) {
        return Schema.clusterAttribute(attribute).isPresent();
    }

    @Override
    public List<Cell> cells(String name) {
        return new Cells(state.configuration().cluster().attributes(), List.of())
                .running("ClusterName", name)
                .running("ClusState", state.configured() ? "RUNNING" : "INIT")
                .running("ReadOnly", !state.writable())
                .running("SourceFile", "./main.cf")
                .globals(Schema.clusterAttributes());
    }
}
