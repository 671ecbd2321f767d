package dev.vigil.config;

import dev.vigil.config.Places.Kind;

/// One run of all checks over one configuration.
final class Verification {
    private final Configuration configuration;
    private final Places places;
    private final Findings findings;

    Verification(Configuration configuration, Places places, Findings findings) {
        this.configuration = configuration;
        this.places = places;
        this.findings = findings;
    }

    void run() {
        names();
        new AttributeChecks(configuration, places, findings).run();
        new TypeChecks(configuration, places, findings).run();
        new GroupChecks(configuration, places, findings).run();
        new LinkChecks(configuration, places, findings).run();
        new GroupDependencyChecks(configuration, places, findings).run();
        if (!findings.hasErrors()) new LimitChecks(configuration, places, findings).run();
    }

    private void names() {
        name(Kind.CLUSTER, configuration.cluster().name());
        configuration.systems().keySet().forEach(name -> name(Kind.SYSTEM, name));
        configuration.remoteClusters().keySet().forEach(name -> name(Kind.REMOTE_CLUSTER, name));
        configuration.heartbeats().keySet().forEach(name -> name(Kind.HEARTBEAT, name));
        configuration.sites().keySet().forEach(name -> name(Kind.SITE, name));
        configuration.types().keySet().forEach(name -> name(Kind.TYPE, name));
        for (Group group : configuration.groups().values()) {
            name(Kind.GROUP, group.name());
            group.resources().keySet().forEach(name -> name(Kind.RESOURCE, name));
        }
        resourcesOfOneName();
    }

    private void name(Kind kind, String name) {
        Names.objection(kind, name)
                .ifPresent(
                        objection ->
                                findings.error(
                                        places.of(kind, name),
                                        Umi.ILLEGAL_NAME,
                                        kind.of(name) + ": the name " + objection,
                                        "Choose another name"));
    }

    private void resourcesOfOneName() {
        for (Group group : configuration.groups().values()) {
            for (Resource resource : group.resources().values()) {
                Resource first = configuration.resource(resource.name()).orElseThrow();
                if (!first.group().equals(group.name()))
                    findings.error(
                            places.of(Kind.RESOURCE, resource.name()),
                            Umi.EXISTS,
                            "resource "
                                    + resource.name()
                                    + " of group "
                                    + group.name()
                                    + " already exists in group "
                                    + first.group(),
                            "Resource names are unique in the cluster: rename one of them");
            }
        }
    }
}
