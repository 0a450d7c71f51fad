package org.stylestream.protocol.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How many elements a list or a map has. A field without it has at most {@value #MOST}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Count {
  /** Elements that a list or a map has at most where nothing else is said. */
  int MOST = 4096;

  /** At least so many. */
  int min();

  /** At most so many. */
  int max();
}
