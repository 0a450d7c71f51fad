package org.stylestream.compute.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the machine's vectors can hold. */
final class Lanes {
  private static final String PROPERTY = "stylestream.vector.lanes";

  private Lanes() {}

  /**
   * Skips a test where the machine lacks vectors of the length that the system property asks for.
   */
  static void assumeOffered() {
    int wanted = Integer.getInteger(PROPERTY, 4);
    int offered = preferred();
    assumeTrue(
        wanted <= offered,
        "vectors of %d lanes are asked for, and this machine's have %d".formatted(wanted, offered));
  }

  /** By reflection: the tests compile without the incubator module. */
  private static int preferred() {
    try {
      Object species =
          Class.forName("jdk.incubator.vector.FloatVector").getField("SPECIES_PREFERRED").get(null);
      return (int)
          Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("length").invoke(species);
    } catch (ClassNotFoundException e) {
      return Integer.MAX_VALUE; // Without the module no vectors are asked for.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
