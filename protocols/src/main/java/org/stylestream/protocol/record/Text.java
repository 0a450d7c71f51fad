package org.stylestream.protocol.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The texts that a field may have; of a list, that its elements may have, of a map, its keys. A
 * field without it takes any text of up to {@value #LONGEST} characters.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Text {
  /** Characters that a text has at most where nothing else is said. */
  int LONGEST = 4096;

  /** A regular expression for the whole text, in the dialect that Java and ECMAScript share. */
  String pattern();

  /** What the expression asks for, in words: "a name of letters, digits and dashes". */
  String words();
}
