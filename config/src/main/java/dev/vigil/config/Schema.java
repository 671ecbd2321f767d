package dev.vigil.config;

import dev.vigil.config.AttributeDefinition.Kind;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The attributes that the product itself defines, with their types, dimensions and defaults.
///
/// What a single resource type adds is not here but in its [ResourceType]. Order is that in which a dump writes them.
///
/// Source: VCS Administrator's Guide, appendix "VCS attributes".
public final class Schema {
    private static final SequencedMap<String, SchemaAttribute> CLUSTER =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.CLUSTER);
    private static final SequencedMap<String, SchemaAttribute> SYSTEM =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.SYSTEM);
    private static final SequencedMap<String, SchemaAttribute> GROUP =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.GROUP);
    private static final SequencedMap<String, SchemaAttribute> RESOURCE =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.RESOURCE);
    private static final SequencedMap<String, SchemaAttribute> STATIC =
            SchemaTable.parse(Kind.STATIC, SchemaTables.STATIC);
    private static final SequencedMap<String, SchemaAttribute> HEARTBEAT =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.HEARTBEAT);
    private static final SequencedMap<String, SchemaAttribute> REMOTE_CLUSTER =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.REMOTE_CLUSTER);
    private static final SequencedMap<String, SchemaAttribute> SITE =
            SchemaTable.parse(Kind.REGULAR, SchemaTables.SITE);

    private Schema() {}

    /// The attributes of the cluster.
    public static SequencedMap<String, SchemaAttribute> clusterAttributes() {
        return CLUSTER;
    }

    /// The attributes of a system.
    public static SequencedMap<String, SchemaAttribute> systemAttributes() {
        return SYSTEM;
    }

    /// The attributes of a group.
    public static SequencedMap<String, SchemaAttribute> groupAttributes() {
        return GROUP;
    }

    /// The attributes that resources of every type have.
    public static SequencedMap<String, SchemaAttribute> resourceAttributes() {
        return RESOURCE;
    }

    /// The static attributes that every resource type has, whether its definition names them or not.
    public static SequencedMap<String, SchemaAttribute> staticAttributes() {
        return STATIC;
    }

    /// The attributes of a heartbeat between clusters.
    public static SequencedMap<String, SchemaAttribute> heartbeatAttributes() {
        return HEARTBEAT;
    }

    /// The attributes of a remote cluster.
    public static SequencedMap<String, SchemaAttribute> remoteClusterAttributes() {
        return REMOTE_CLUSTER;
    }

    /// The attributes of a site.
    public static SequencedMap<String, SchemaAttribute> siteAttributes() {
        return SITE;
    }

    /// The attributes that are accepted, kept and shown, but not acted upon.
    public static List<Limit> limits() {
        return SchemaLimits.ALL;
    }

    /// The attributes that say something to people and scripts, and nothing to the engine, or whose other values are what it does anyway.
    public static List<Limit> labels() {
        return SchemaLimits.FREE;
    }

    /// An attribute of the cluster.
    public static Optional<SchemaAttribute> clusterAttribute(String name) {
        return Optional.ofNullable(CLUSTER.get(name));
    }

    /// An attribute of a system.
    public static Optional<SchemaAttribute> systemAttribute(String name) {
        return Optional.ofNullable(SYSTEM.get(name));
    }

    /// An attribute of a group.
    public static Optional<SchemaAttribute> groupAttribute(String name) {
        return Optional.ofNullable(GROUP.get(name));
    }

    /// An attribute that resources of every type have.
    public static Optional<SchemaAttribute> resourceAttribute(String name) {
        return Optional.ofNullable(RESOURCE.get(name));
    }

    /// A static attribute that every type has.
    public static Optional<SchemaAttribute> staticAttribute(String name) {
        return Optional.ofNullable(STATIC.get(name));
    }
}
