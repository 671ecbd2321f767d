package dev.vigil.samples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Breaks the simulated estate and asks what is true there, over its control pages. It knows nothing of the cluster.
public final class EstateClient implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonNode endpoints;

    /// A client for the estate that wrote this `endpoints.json`.
    ///
    /// @throws IOException if the file can't be read
    public EstateClient(Path endpointsFile) throws IOException {
        endpoints = JSON.readTree(Files.readAllBytes(endpointsFile));
    }

    /// What happened, as the estate's history tells it.
    ///
    /// @param seq number of the entry
    /// @param atMs on the estate's clock
    /// @param what kind of happening
    /// @param server where; "" if on none
    /// @param name partition or console
    /// @param detail more of it
    public record Happening(
            long seq, long atMs, String what, String server, String name, String detail) {}

    /// `host:port` of a console, as MCName has it.
    public String console(String name) {
        return endpoints.path("consoles").path(name).path("host").asText();
    }

    /// The private key that the consoles admit.
    public Path identity() {
        return Path.of(endpoints.path("identity").asText());
    }

    /// The consoles' host keys.
    public Path knownHosts() {
        return Path.of(endpoints.path("knownHosts").asText());
    }

    /// Changes something, and returns when it is in force.
    ///
    /// @param verb a POST page, such as `power-off`
    /// @param parameters name, value, name, value
    /// @throws IOException if the estate refuses, with its reason
    public void change(String verb, String... parameters) throws IOException, InterruptedException {
        call("POST", verb, Duration.ofSeconds(30), parameters);
    }

    /// Waits until something is true of the estate.
    ///
    /// @param parameters of the `wait` page
    /// @return whether it came true in time
    public boolean await(Duration limit, String... parameters)
            throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of(parameters));
        all.addAll(List.of("timeoutMs", Long.toString(limit.toMillis())));
        var response = send("GET", "wait", limit.plusSeconds(10), all.toArray(String[]::new));
        if (response.status == 408) {
            return false;
        }
        return checked("wait", response).path("ok").asBoolean();
    }

    /// The whole truth.
    public JsonNode truth() throws IOException, InterruptedException {
        return call("GET", "truth", Duration.ofSeconds(10));
    }

    /// On which servers a partition executes; more than one would be the worst that can happen.
    public SortedSet<String> runsOn(String partition) throws IOException, InterruptedException {
        return texts(truth().path("lpars").path(partition).path("runsOn"));
    }

    /// Every managed partition with the servers it executes on.
    public SequencedMap<String, SortedSet<String>> whereabouts()
            throws IOException, InterruptedException {
        var all = new LinkedHashMap<String, SortedSet<String>>();
        for (var lpar : truth().path("lpars").properties()) {
            all.put(lpar.getKey(), texts(lpar.getValue().path("runsOn")));
        }
        return all;
    }

    /// How often a partition has executed on two servers at once since the estate began.
    public long overlaps() throws IOException, InterruptedException {
        return truth().path("overlaps").asLong();
    }

    /// Number of the last entry of the history.
    public long lastSeq() throws IOException, InterruptedException {
        return truth().path("lastSeq").asLong();
    }

    /// What happened after an entry of the history.
    public List<Happening> since(long seq) throws IOException, InterruptedException {
        return since(seq, Duration.ZERO);
    }

    /// The same; if nothing did, waits a while for something to happen.
    public List<Happening> since(long seq, Duration wait) throws IOException, InterruptedException {
        var all = new ArrayList<Happening>();
        var history =
                call(
                        "GET",
                        "history",
                        wait.plusSeconds(10),
                        "since",
                        Long.toString(seq),
                        "timeoutMs",
                        Long.toString(wait.toMillis()));
        for (var entry : history.path("entries")) {
            all.add(
                    new Happening(
                            entry.path("seq").asLong(),
                            entry.path("atMs").asLong(),
                            entry.path("what").asText(),
                            entry.path("server").asText(),
                            entry.path("name").asText(),
                            entry.path("detail").asText()));
        }
        return all;
    }

    private static SortedSet<String> texts(JsonNode list) {
        var texts = new TreeSet<String>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private record Response(int status, String body) {}

    private JsonNode call(String method, String page, Duration limit, String... parameters)
            throws IOException, InterruptedException {
        return checked(page, send(method, page, limit, parameters));
    }

    private static JsonNode checked(String page, Response response) throws IOException {
        if (response.status != 200) {
            throw new IOException(
                    "estate, "
                            + page
                            + ": status "
                            + response.status
                            + ": "
                            + response.body.strip());
        }
        return JSON.readTree(response.body);
    }

    private Response send(String method, String page, Duration limit, String... parameters)
            throws IOException, InterruptedException {
        var query = new StringBuilder();
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < parameters.length; i += 2) {
            given.put(parameters[i], parameters[i + 1]);
        }
        given.forEach(
                (name, value) ->
                        query.append(query.isEmpty() ? "?" : "&")
                                .append(name)
                                .append('=')
                                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        endpoints.path("control").path("url").asText()
                                                + "/"
                                                + page
                                                + query))
                        .timeout(limit)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        var response = http.send(request, BodyHandlers.ofString());
        return new Response(response.statusCode(), response.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
