package dev.vigil.engine.node;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// The records of the pure machines as JSON, and back, without those knowing of it.
///
/// A value of a sealed interface carries the simple name of its record under `is`; interfaces nested in one another are flattened.
/// Safe for several threads.
public final class Json {
    private final ObjectMapper mapper = new ObjectMapper();

    /// A codec that knows the cases of these sealed interfaces; records need no mention.
    ///
    /// @throws IllegalArgumentException if one of them is not sealed, or if two of its cases have the same simple name
    public Json(Class<?>... sealed) {
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        for (Class<?> type : sealed) register(type);
    }

    /// The same, for what others say: nothing in it may be `null` or be left out.
    public Json whole() {
        mapper.configure(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES, true);
        mapper.configure(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES, true);
        mapper.configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true);
        mapper.setDefaultSetterInfo(JsonSetter.Value.construct(Nulls.DEFAULT, Nulls.FAIL));
        return this;
    }

    private void register(Class<?> root) {
        if (!root.isSealed()) throw new IllegalArgumentException(root + " is not sealed");
        Deque<Class<?>> open = new ArrayDeque<>();
        open.add(root);
        while (!open.isEmpty()) {
            Class<?> type = open.remove();
            if (type.isSealed()) {
                mapper.addMixIn(type, Named.class);
                open.addAll(java.util.List.of(type.getPermittedSubclasses()));
            } else {
                mapper.registerSubtypes(new NamedType(type, type.getSimpleName()));
            }
        }
    }

    /// One line of JSON.
    public String line(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record cannot be written: " + value, impossible);
        }
    }

    /// JSON as bytes.
    public byte[] bytes(Object value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record cannot be written: " + value, impossible);
        }
    }

    /// What a line says.
    ///
    /// @return never `null`
    /// @throws IOException if it is not JSON or not of that type
    public <T> T read(String line, Class<T> type) throws IOException {
        return something(mapper.readValue(line, type));
    }

    /// What the bytes say.
    ///
    /// @return never `null`
    /// @throws IOException if they are not JSON or not of that type
    public <T> T read(byte[] bytes, Class<T> type) throws IOException {
        return something(mapper.readValue(bytes, type));
    }

    private static <T> T something(T value) throws IOException {
        if (value == null) throw new IOException("it says null");
        return value;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Named {}
}
