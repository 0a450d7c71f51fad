package org.stylestream.protocol.record;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stylestream.protocol.event.EventMessage;
import org.stylestream.protocol.frame.ChunkHeader;
import org.stylestream.protocol.message.Discover;
import org.stylestream.protocol.message.EngineAnnouncement;
import org.stylestream.protocol.message.EngineRequest;
import org.stylestream.protocol.message.Reply;

/** What is sent, as the tests see it. */
final class WireTypes {
  /** The types that a message can be read as. */
  static final List<Class<?>> MESSAGES =
      List.of(
          EngineRequest.class,
          Reply.class,
          EventMessage.class,
          EngineAnnouncement.class,
          Discover.class,
          ChunkHeader.class);

  private WireTypes() {}

  /** All records and sealed interfaces that messages are made of, each after whoever names it. */
  static Set<Class<?>> all() {
    Set<Class<?>> found = new LinkedHashSet<>();
    MESSAGES.forEach(type -> collect(type, found));
    found.removeIf(Class::isEnum);
    return found;
  }

  /** All enums that fields have. */
  static Set<Class<?>> enums() {
    Set<Class<?>> found = new LinkedHashSet<>();
    MESSAGES.forEach(type -> collect(type, found));
    found.removeIf(type -> !type.isEnum());
    return found;
  }

  private static void collect(Class<?> type, Set<Class<?>> found) {
    if (!found.add(type) || type.isEnum()) {
      return;
    }
    RecordShape shape = RecordShape.of(type);
    shape.alternatives().values().forEach(alternative -> collect(alternative, found));
    shape.fields().values().forEach(field -> collect(field.type(), found));
  }

  private static void collect(FieldType type, Set<Class<?>> found) {
    if (type instanceof FieldType.Possible possible) {
      collect(possible.present(), found);
    } else if (type instanceof FieldType.Listing listing) {
      collect(listing.element(), found);
    } else if (type instanceof FieldType.Mapping mapping) {
      collect(mapping.value(), found);
    } else if (type instanceof FieldType.Nested nested) {
      collect(nested.type(), found);
    } else if (type instanceof FieldType.Choice choice) {
      collect(choice.type(), found);
    }
  }
}
