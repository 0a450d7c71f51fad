package org.stylestream.compute.cpu;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Measures what an object of this package holds. */
final class ReachableArrays {
  private ReachableArrays() {}

  private static final Pattern OWNERS =
      Pattern.compile("org\\.stylestream\\.compute\\.(cpu|band)\\.");

  /** Bytes of all float arrays that are reached through objects of the CPU device. */
  static long bytes(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.add(root);
    long bytes = 0;
    while (!open.isEmpty()) {
      Object object = open.pop();
      if (!seen.add(object)) {
        continue;
      }
      if (object instanceof float[] floats) {
        bytes += 4L * floats.length;
      } else if (object instanceof Object[]) {
        for (int i = 0; i < Array.getLength(object); i++) {
          push(open, Array.get(object, i));
        }
      } else if (OWNERS.matcher(object.getClass().getName()).lookingAt()) {
        fields(object, open);
      }
    }
    return bytes;
  }

  private static void fields(Object object, Deque<Object> open) {
    for (Field field : object.getClass().getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
        continue;
      }
      try {
        field.setAccessible(true);
        push(open, field.get(object));
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void push(Deque<Object> open, Object object) {
    if (object != null) {
      open.push(object);
    }
  }
}
