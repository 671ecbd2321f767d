package dev.vigil.samples.powervm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.vigil.samples.powervm.Definition.ConsoleDefinition;
import dev.vigil.samples.powervm.Definition.Endpoint;
import dev.vigil.samples.powervm.Definition.Hooks;
import dev.vigil.samples.powervm.Definition.ManagementDefinition;
import dev.vigil.samples.powervm.Definition.Member;
import dev.vigil.samples.powervm.Definition.PartitionDefinition;
import dev.vigil.samples.powervm.Definition.ServerDefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads a [Definition] from JSON, fills in what it leaves out, and says where it is wrong.
final class DefinitionFile {

    /// Thrown with the place and the remedy.
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    /// A JSON object at a place in the file, every key of which must be known.
    private record At(String path, JsonNode node) {

        At(String path, JsonNode node, Set<String> known) throws Invalid {
            this(path, node);
            if (!node.isObject()) {
                throw new Invalid(path + ": expected an object { … }, found " + node);
            }
            var unknown = new TreeSet<String>();
            node.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new Invalid(
                        "%s: unknown key %s; known are %s"
                                .formatted(path, unknown, new TreeSet<>(known)));
            }
        }

        String text(String key) throws Invalid {
            var value = node.path(key);
            if (!value.isTextual() || value.textValue().isEmpty()) {
                throw new Invalid("%s.%s: expected a text".formatted(path, key));
            }
            return value.textValue();
        }

        String text(String key, String otherwise) throws Invalid {
            return node.has(key) ? text(key) : otherwise;
        }

        int number(String key) throws Invalid {
            var value = node.path(key);
            if (!value.canConvertToInt()) {
                throw new Invalid("%s.%s: expected a whole number".formatted(path, key));
            }
            return value.intValue();
        }

        int number(String key, int otherwise) throws Invalid {
            return node.has(key) ? number(key) : otherwise;
        }

        List<JsonNode> list(String key) throws Invalid {
            var value = node.path(key);
            if (!value.isMissingNode() && !value.isArray()) {
                throw new Invalid("%s.%s: expected a list [ … ]".formatted(path, key));
            }
            var elements = new ArrayList<JsonNode>();
            value.forEach(elements::add);
            return elements;
        }

        List<String> texts(String key) throws Invalid {
            var texts = new ArrayList<String>();
            for (var element : list(key)) {
                if (!element.isTextual()) {
                    throw new Invalid("%s.%s: expected a list of texts".formatted(path, key));
                }
                texts.add(element.textValue());
            }
            return texts;
        }
    }

    private DefinitionFile() {}

    /// Reads a definition.
    ///
    /// @param json the file's text
    /// @throws Invalid naming line or key, what was expected, and what to do
    static Definition read(String json) throws Invalid {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException bad) {
            var where = bad.getLocation();
            throw new Invalid(
                    "line %d, column %d: %s"
                            .formatted(
                                    where.getLineNr(),
                                    where.getColumnNr(),
                                    bad.getOriginalMessage()));
        }
        var top =
                new At(
                        "estate",
                        root,
                        Set.of(
                                "consoles",
                                "control",
                                "hooks",
                                "timings",
                                "sessionLimit",
                                "errorStream",
                                "seedFilterQuirk",
                                "servers",
                                "partitions"));
        var servers = new ArrayList<ServerDefinition>();
        for (var node : top.list("servers")) {
            servers.add(server(node));
        }
        var names = servers.stream().map(ServerDefinition::name).toList();
        var partitions = new ArrayList<PartitionDefinition>();
        for (var node : top.list("partitions")) {
            partitions.add(partition(node, names));
        }
        var consoles = new ArrayList<ConsoleDefinition>();
        for (var node : top.list("consoles")) {
            consoles.add(console(node));
        }
        try {
            return new Definition(
                    consoles,
                    endpoint("control", root.path("control")),
                    hooks(root.path("hooks")),
                    timings(root.path("timings")),
                    top.number("sessionLimit", 40),
                    top.text("errorStream", "stdout"),
                    root.path("seedFilterQuirk").asBoolean(false),
                    servers,
                    partitions);
        } catch (IllegalArgumentException inconsistent) {
            throw new Invalid(inconsistent.getMessage());
        }
    }

    private static ConsoleDefinition console(JsonNode node) throws Invalid {
        var at = new At("consoles", node, Set.of("name", "address", "port", "version"));
        var version = at.text("version", "V9R1");
        if (!version.matches("V\\d+R\\d+(\\.\\d+)*")) {
            throw new Invalid("consoles.version: expected something like V9R1, not " + version);
        }
        return new ConsoleDefinition(
                at.text("name"), new Endpoint(at.text("address", "127.0.0.1"), port(at)), version);
    }

    private static Endpoint endpoint(String path, JsonNode node) throws Invalid {
        if (node.isMissingNode()) {
            return new Endpoint("127.0.0.1", 0);
        }
        var at = new At(path, node, Set.of("address", "port"));
        return new Endpoint(at.text("address", "127.0.0.1"), port(at));
    }

    private static int port(At at) throws Invalid {
        int port = at.number("port", 0);
        if (port < 0 || port > 65_535) {
            throw new Invalid(at.path() + ".port: expected 0 (any) to 65535, not " + port);
        }
        return port;
    }

    private static Hooks hooks(JsonNode node) throws Invalid {
        if (node.isMissingNode()) {
            return new Hooks(List.of(), List.of());
        }
        var at = new At("hooks", node, Set.of("managementDown", "managementUp"));
        return new Hooks(at.texts("managementDown"), at.texts("managementUp"));
    }

    private static Timings timings(JsonNode node) throws Invalid {
        if (node.isMissingNode()) {
            return Timings.REAL;
        }
        var real = Timings.REAL;
        var at =
                new At(
                        "timings",
                        node,
                        Set.of(
                                "commandMs",
                                "createMs",
                                "activateMs",
                                "handOverMs",
                                "osUpMs",
                                "rmcUpMs",
                                "haltMs",
                                "haltImmediateMs",
                                "cutMs",
                                "serverOnMs",
                                "serverOffMs",
                                "serverOffImmediateMs"));
        return new Timings(
                at.number("commandMs", (int) real.commandMs()),
                at.number("createMs", (int) real.createMs()),
                at.number("activateMs", (int) real.activateMs()),
                at.number("handOverMs", (int) real.handOverMs()),
                at.number("osUpMs", (int) real.osUpMs()),
                at.number("rmcUpMs", (int) real.rmcUpMs()),
                at.number("haltMs", (int) real.haltMs()),
                at.number("haltImmediateMs", (int) real.haltImmediateMs()),
                at.number("cutMs", (int) real.cutMs()),
                at.number("serverOnMs", (int) real.serverOnMs()),
                at.number("serverOffMs", (int) real.serverOffMs()),
                at.number("serverOffImmediateMs", (int) real.serverOffImmediateMs()));
    }

    private static ServerDefinition server(JsonNode node) throws Invalid {
        var at =
                new At(
                        "servers",
                        node,
                        Set.of(
                                "name",
                                "typeModel",
                                "serial",
                                "address",
                                "startPolicy",
                                "memoryMb",
                                "processors",
                                "vios",
                                "management"));
        var vios = new ArrayList<Member>();
        for (var element : at.list("vios")) {
            var member = new At("servers.vios", element, Set.of("name", "id"));
            vios.add(new Member(member.text("name"), member.number("id")));
        }
        var management =
                new At(
                        "servers.management",
                        node.path("management"),
                        Set.of("name", "id", "system"));
        return new ServerDefinition(
                at.text("name"),
                new Server.Hardware(
                        at.text("typeModel"),
                        at.text("serial"),
                        at.text("address", "192.0.2.1"),
                        at.text("startPolicy", "autostart"),
                        at.number("memoryMb", 65_536),
                        at.number("processors", 16)),
                vios,
                new ManagementDefinition(
                        management.text("name"),
                        management.number("id"),
                        management.text("system", management.text("name"))));
    }

    private static PartitionDefinition partition(JsonNode node, List<String> servers)
            throws Invalid {
        var at =
                new At(
                        "partitions",
                        node,
                        Set.of(
                                "name",
                                "id",
                                "profile",
                                "definedOn",
                                "runsOn",
                                "rmcAddress",
                                "attributes"));
        var attributes = new LinkedHashMap<String, String>();
        var known = Profiles.template().keySet();
        for (Map.Entry<String, JsonNode> entry : node.path("attributes").properties()) {
            if (!known.contains(entry.getKey()) || !entry.getValue().isTextual()) {
                throw new Invalid(
                        "partitions.attributes: %s must be a profile attribute with a text"
                                .formatted(entry.getKey()));
            }
            attributes.put(entry.getKey(), entry.getValue().textValue());
        }
        return new PartitionDefinition(
                at.text("name"),
                at.number("id"),
                at.text("profile", at.text("name")),
                node.has("definedOn") ? at.texts("definedOn") : servers,
                at.text("runsOn", ""),
                at.text("rmcAddress", "10.207.111." + at.number("id")),
                attributes);
    }
}
