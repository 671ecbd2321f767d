package dev.vigil.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A service group: the resources that are online and fail over together, and what they depend on.
///
/// Order is canonical, whatever the order in which a group was built, so that engines which got a configuration in
/// different ways decide alike: resources by type and name, links and dependencies sorted.
///
/// @param resources by name; each one's [Resource#group()] is this group
/// @param links dependencies between these resources
/// @param dependencies the groups that this group, as the parent, requires
public record Group(
        String name,
        Attributes attributes,
        SequencedMap<String, Resource> resources,
        List<Link> links,
        List<GroupDependency> dependencies) {
    private static final Comparator<Resource> RESOURCE_ORDER =
            Comparator.comparing(Resource::type).thenComparing(Resource::name);

    public Group {
        resources = sorted(resources);
        links = links.stream().sorted().distinct().toList();
        dependencies = dependencies.stream().sorted().distinct().toList();
    }

    /// A group without resources.
    public static Group of(String name, Attributes attributes) {
        return new Group(name, attributes, new LinkedHashMap<>(), List.of(), List.of());
    }

    private static SequencedMap<String, Resource> sorted(SequencedMap<String, Resource> resources) {
        SequencedMap<String, Resource> sorted = new LinkedHashMap<>();
        resources.values().stream()
                .sorted(RESOURCE_ORDER)
                .forEach(resource -> sorted.put(resource.name(), resource));
        return Ordered.copy(sorted);
    }

    /// The resources that a resource requires directly, sorted.
    public List<String> childrenOf(String resource) {
        return links.stream()
                .filter(link -> link.parent().equals(resource))
                .map(Link::child)
                .toList();
    }

    /// The resources that require a resource directly, sorted.
    public List<String> parentsOf(String resource) {
        return links.stream()
                .filter(link -> link.child().equals(resource))
                .map(Link::parent)
                .toList();
    }

    /// With other attributes.
    public Group withAttributes(Attributes changed) {
        return new Group(name, changed, resources, links, dependencies);
    }

    /// With a resource added or replaced.
    public Group withResource(Resource resource) {
        return new Group(
                name,
                attributes,
                Ordered.with(resources, resource.name(), resource),
                links,
                dependencies);
    }

    /// Without a resource and without the links to and from it.
    public Group withoutResource(String resource) {
        List<Link> kept =
                links.stream()
                        .filter(
                                link ->
                                        !link.parent().equals(resource)
                                                && !link.child().equals(resource))
                        .toList();
        return new Group(
                name, attributes, Ordered.without(resources, resource), kept, dependencies);
    }

    /// With a link.
    public Group withLink(Link link) {
        return new Group(name, attributes, resources, append(links, link), dependencies);
    }

    /// Without a link.
    public Group withoutLink(Link link) {
        return new Group(name, attributes, resources, remove(links, link), dependencies);
    }

    /// With a dependency on another group.
    public Group withDependency(GroupDependency dependency) {
        return new Group(name, attributes, resources, links, append(dependencies, dependency));
    }

    /// Without the dependencies on another group.
    public Group withoutDependency(String child) {
        List<GroupDependency> kept =
                dependencies.stream().filter(each -> !each.child().equals(child)).toList();
        return new Group(name, attributes, resources, links, kept);
    }

    private static <T> List<T> append(List<T> list, T item) {
        List<T> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }

    private static <T> List<T> remove(List<T> list, T item) {
        return list.stream().filter(each -> !each.equals(item)).toList();
    }
}
