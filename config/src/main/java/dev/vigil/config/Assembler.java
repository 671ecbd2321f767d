package dev.vigil.config;

import dev.vigil.config.Places.Kind;
import dev.vigil.config.Syntax.ObjectBlock;
import dev.vigil.config.Syntax.RequiresGroup;
import dev.vigil.config.Syntax.ResourceBlock;
import dev.vigil.config.Syntax.Statement;
import dev.vigil.config.Syntax.TypeBlock;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Builds a [Configuration] out of statements. Types come first, wherever they stand, as everything else needs them.
///
/// What cannot be put into the model (an unknown attribute, a resource before any group) is reported here; whether
/// names lead anywhere is asked of the finished model by [Verifier].
final class Assembler {
    private final Findings findings;
    private final Places places;
    private final AttributeReader attributes;
    private final SequencedMap<String, ResourceType> types = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> clusters = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> systems = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> remoteClusters = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> heartbeats = new LinkedHashMap<>();
    private final SequencedMap<String, NamedObject> sites = new LinkedHashMap<>();
    private final SequencedMap<String, GroupDraft> groups = new LinkedHashMap<>();
    private final Set<String> resourceNames = new HashSet<>();

    /// A group while its members are still being found.
    private static final class GroupDraft {
        final String name;
        final Attributes attributes;
        final SequencedMap<String, Resource> resources = new LinkedHashMap<>();
        final List<Link> links = new ArrayList<>();
        final List<GroupDependency> dependencies = new ArrayList<>();

        GroupDraft(String name, Attributes attributes) {
            this.name = name;
            this.attributes = attributes;
        }

        Group finished() {
            return new Group(name, attributes, resources, links, dependencies);
        }
    }

    Assembler(Findings findings, Places places) {
        this.findings = findings;
        this.places = places;
        this.attributes = new AttributeReader(findings, places);
    }

    /// The configuration that the statements of all files describe; empty if it has no cluster.
    ///
    /// @param files statements by file, in the order of inclusion, `main.cf` last
    Optional<Configuration> assemble(
            List<String> includes, SequencedMap<String, List<Statement>> files, Position end) {
        files.forEach((file, statements) -> types(file, statements));
        files.values().forEach(this::objects);
        if (clusters.isEmpty()) {
            findings.error(
                    end,
                    Umi.CLUSTER_CLAUSE,
                    "the cluster's name is not defined",
                    "Write 'cluster name ( )' after the includes");
            return Optional.empty();
        }
        SequencedMap<String, Group> finished = new LinkedHashMap<>();
        groups.forEach((name, draft) -> finished.put(name, draft.finished()));
        return Optional.of(
                new Configuration(
                        includes,
                        clusters.firstEntry().getValue(),
                        systems,
                        remoteClusters,
                        heartbeats,
                        sites,
                        types,
                        finished));
    }

    private void types(String file, List<Statement> statements) {
        for (Statement statement : statements) {
            if (!(statement instanceof TypeBlock block)) continue;
            String name = block.at().text();
            places.put(Kind.TYPE, name, block.at().position());
            ResourceType type = new ResourceType(name, attributes.declared(block), file);
            if (types.putIfAbsent(name, type) != null) exists(Kind.TYPE, block.at());
        }
    }

    private void objects(List<Statement> statements) {
        Optional<GroupDraft> group = Optional.empty();
        for (Statement statement : statements) {
            group =
                    switch (statement) {
                        case Syntax.Include _ -> group;
                        case TypeBlock _ -> Optional.empty();
                        case ObjectBlock block when block.keyword().equals("group") ->
                                Optional.of(group(block));
                        case ObjectBlock block -> {
                            object(block);
                            yield Optional.empty();
                        }
                        case ResourceBlock _, Syntax.Requires _, RequiresGroup _ -> {
                            member(group, statement);
                            yield group;
                        }
                    };
        }
    }

    private void object(ObjectBlock block) {
        switch (block.keyword()) {
            case "cluster" -> cluster(block);
            case "system" ->
                    add(
                            block,
                            Kind.SYSTEM,
                            systems,
                            AttributeReader.Table.of(Schema.systemAttributes()));
            case "remotecluster" ->
                    add(
                            block,
                            Kind.REMOTE_CLUSTER,
                            remoteClusters,
                            AttributeReader.Table.of(Schema.remoteClusterAttributes()));
            case "heartbeat" ->
                    add(
                            block,
                            Kind.HEARTBEAT,
                            heartbeats,
                            AttributeReader.Table.of(Schema.heartbeatAttributes()));
            case "site" ->
                    add(block, Kind.SITE, sites, AttributeReader.Table.of(Schema.siteAttributes()));
            default -> throw new IllegalStateException("no object: " + block.keyword());
        }
    }

    private void add(
            ObjectBlock block,
            Kind kind,
            SequencedMap<String, NamedObject> objects,
            AttributeReader.Table table) {
        String name = block.at().text();
        places.put(kind, name, block.at().position());
        Attributes set = attributes.read(kind, name, table, block.assignments());
        if (objects.putIfAbsent(name, new NamedObject(name, set)) != null) exists(kind, block.at());
    }

    private void cluster(ObjectBlock block) {
        if (!clusters.isEmpty()) {
            findings.error(
                    block.at().position(),
                    Umi.CLUSTER_CLAUSE,
                    "the cluster is already defined as " + clusters.firstEntry().getKey(),
                    "Remove one of the cluster clauses");
            return;
        }
        add(block, Kind.CLUSTER, clusters, AttributeReader.Table.of(Schema.clusterAttributes()));
    }

    private GroupDraft group(ObjectBlock block) {
        String name = block.at().text();
        places.put(Kind.GROUP, name, block.at().position());
        AttributeReader.Table table = AttributeReader.Table.of(Schema.groupAttributes());
        GroupDraft draft =
                new GroupDraft(name, attributes.read(Kind.GROUP, name, table, block.assignments()));
        if (groups.putIfAbsent(name, draft) != null) exists(Kind.GROUP, block.at());
        return draft;
    }

    private void member(Optional<GroupDraft> group, Statement statement) {
        if (group.isEmpty()) {
            findings.error(
                    statement.at().position(),
                    Umi.SYNTAX,
                    statement.at().shown() + " stands outside of any group",
                    "Move it behind the 'group' clause it belongs to");
            return;
        }
        GroupDraft owner = group.orElseThrow();
        switch (statement) {
            case ResourceBlock block -> resource(owner, block);
            case Syntax.Requires(var parent, var child) -> {
                places.put(Kind.LINK, parent.text(), "", parent.position());
                places.put(Kind.LINK, parent.text(), "", child.text(), child.position());
                owner.links.add(new Link(parent.text(), child.text()));
            }
            case RequiresGroup(var child, var category, var location, var rigidity) -> {
                places.put(Kind.GROUP_LINK, owner.name, "", child.text(), child.position());
                owner.dependencies.add(
                        new GroupDependency(
                                owner.name, child.text(), category, location, rigidity));
            }
            case Syntax.Include _, ObjectBlock _, TypeBlock _ ->
                    throw new IllegalStateException("no member of a group: " + statement);
        }
    }

    private void resource(GroupDraft owner, ResourceBlock block) {
        String name = block.at().text();
        String type = block.type().text();
        if (!resourceNames.add(name)) {
            exists(Kind.RESOURCE, block.at());
            return;
        }
        places.put(Kind.RESOURCE, name, block.at().position());
        if (!types.containsKey(type)) {
            places.markBroken(Kind.RESOURCE, name, "");
            findings.error(
                    block.type().position(),
                    Umi.NOT_DEFINED,
                    "type " + type + " of resource " + name + " is not defined",
                    Spelling.didYouMean(
                            type,
                            types.sequencedKeySet(),
                            "Include the file that defines it, such as include \"types.cf\""));
            return;
        }
        AttributeReader.Table table = AttributeReader.Table.of(types.get(type));
        Attributes set = attributes.read(Kind.RESOURCE, name, table, block.assignments());
        owner.resources.put(name, new Resource(name, type, owner.name, set));
    }

    private void exists(Kind kind, Token name) {
        findings.error(
                name.position(),
                Umi.EXISTS,
                kind.of(name.text()) + " already exists",
                "It is first defined at "
                        + shown(places.of(kind, name.text()))
                        + "; rename or remove one of them");
    }

    private static String shown(Position position) {
        return position.file() + ":" + position.line();
    }
}
