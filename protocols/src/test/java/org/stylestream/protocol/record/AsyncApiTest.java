package org.stylestream.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stylestream.protocol.Addresses;
import org.stylestream.protocol.Limits;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Reply;

/** The AsyncAPI file against the records and the addresses. */
class AsyncApiTest {
  private static final String MESSAGE = "#/components/messages/";

  private JsonNode api;

  @BeforeEach
  void read() throws IOException {
    api = new YAMLMapper().readTree(Files.readString(Path.of("asyncapi.yaml")));
  }

  @Test
  void itIsAsyncApi3() {
    assertThat(api.at("/asyncapi").textValue()).isEqualTo("3.0.0");
    assertThat(api.at("/info/version").textValue()).startsWith(Limits.VERSION + ".");
  }

  @Test
  void channelsHaveTheAddressesOfTheProtocol() {
    Map<String, String> addresses = new LinkedHashMap<>();
    api.get("channels")
        .properties()
        .forEach(
            channel -> addresses.put(channel.getKey(), channel.getValue().at("/address").asText()));
    assertThat(addresses)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "announcements",
                Addresses.ANNOUNCEMENTS,
                "discovery",
                Addresses.DISCOVERY,
                "anyEngine",
                Addresses.ANY_ENGINE,
                "engine",
                Addresses.engine("{engineId}"),
                "client",
                Addresses.client("{clientId}"),
                "reply",
                "null"));
  }

  @Test
  void everyRecordHasItsMessageAndNoOtherDoes() {
    Map<String, String> expected = new LinkedHashMap<>();
    expected.put("announcement", "schema/EngineAnnouncement.schema.json");
    expected.put("discover", "schema/Discover.schema.json");
    alternatives(EngineRequest.class, "EngineRequest", expected);
    alternatives(Reply.class, "Reply", expected);
    Map<String, String> events = new LinkedHashMap<>();
    alternatives(JobEvent.class, "EventMessage", events);
    events.forEach((name, schema) -> expected.put(name + "Event", schema));
    expected.put("chunk", "schema/ChunkHeader.schema.json");

    Map<String, String> messages = new LinkedHashMap<>();
    api.at("/components/messages")
        .properties()
        .forEach(message -> messages.put(message.getKey(), schema(message.getValue())));
    assertThat(messages).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static void alternatives(Class<?> sealed, String file, Map<String, String> messages) {
    RecordShape.of(sealed)
        .alternatives()
        .forEach(
            (name, type) ->
                messages.put(
                    name, "schema/%s.schema.json#/$defs/%s".formatted(file, type.getSimpleName())));
  }

  /** What makes a message different from others: its own schema, its event's or its header's. */
  private static String schema(JsonNode message) {
    JsonNode payload = message.get("payload");
    if (payload.has("allOf")) {
      assertThat(payload.at("/allOf/0/$ref").textValue())
          .isEqualTo("schema/EventMessage.schema.json");
      return payload.at("/allOf/1/properties/event/$ref").textValue();
    }
    return message.has("x-header")
        ? message.at("/x-header/$ref").textValue()
        : payload.at("/$ref").textValue();
  }

  @Test
  void channelsHaveTheMessagesOfTheirRecords() {
    Set<String> requests = names(EngineRequest.class, "");
    requests.add("chunk");
    Set<String> events = names(JobEvent.class, "Event");
    events.add("chunk");
    assertThat(messages("announcements")).containsExactly("announcement");
    assertThat(messages("discovery")).containsExactly("discover");
    assertThat(messages("anyEngine")).containsExactly("attach", "describe", "list", "submit");
    assertThat(messages("engine")).isEqualTo(requests);
    assertThat(messages("client")).isEqualTo(events);
    assertThat(messages("reply")).isEqualTo(names(Reply.class, ""));
  }

  private static Set<String> names(Class<?> sealed, String suffix) {
    Set<String> names = new TreeSet<>();
    RecordShape.of(sealed).alternatives().keySet().forEach(name -> names.add(name + suffix));
    return names;
  }

  private Set<String> messages(String channel) {
    Set<String> names = new TreeSet<>();
    api.at("/channels/%s/messages".formatted(channel))
        .properties()
        .forEach(
            message -> {
              assertThat(message.getValue().at("/$ref").textValue())
                  .isEqualTo(MESSAGE + message.getKey());
              names.add(message.getKey());
            });
    return names;
  }

  @Test
  void everyMessageHasAnOperation() {
    Set<String> used = new TreeSet<>();
    for (JsonNode operation : api.get("operations")) {
      String channel = operation.at("/channel/$ref").textValue().replace("#/channels/", "");
      collect(operation, channel, used);
      if (operation.has("reply")) {
        collect(operation.get("reply"), "reply", used);
      }
    }
    Set<String> all = new TreeSet<>();
    api.get("channels")
        .fieldNames()
        .forEachRemaining(
            channel -> messages(channel).forEach(message -> all.add(channel + "/" + message)));
    assertThat(used).isEqualTo(all);
  }

  private void collect(JsonNode operation, String channel, Set<String> used) {
    if (!operation.has("messages")) {
      messages(channel).forEach(message -> used.add(channel + "/" + message));
      return;
    }
    for (JsonNode message : operation.get("messages")) {
      used.add(
          message.at("/$ref").textValue().replace("#/channels/", "").replace("/messages/", "/"));
    }
  }

  @Test
  void everyReferenceHasItsTarget() throws IOException {
    for (JsonNode reference : api.findValues("$ref")) {
      String[] parts = reference.textValue().split("#", 2);
      JsonNode document =
          parts[0].isEmpty()
              ? api
              : new ObjectMapper().readTree(Files.readString(Path.of(parts[0])));
      String pointer = parts.length > 1 ? parts[1] : "";
      assertThat(document.at(pointer).isMissingNode()).as(reference.textValue()).isFalse();
    }
  }

  @Test
  void aChunkIsDescribedWithItsLimits() {
    JsonNode chunk = api.at("/components/messages/chunk");
    assertThat(chunk.at("/contentType").textValue()).isEqualTo("application/octet-stream");
    assertThat(chunk.at("/payload/maxLength").intValue())
        .isEqualTo(16 + Limits.LARGEST_HEADER + Limits.LARGEST_CHUNK);
    assertThat(chunk.at("/description").textValue())
        .contains("2 to " + Limits.LARGEST_HEADER, "1 to " + Limits.LARGEST_CHUNK);
  }
}
