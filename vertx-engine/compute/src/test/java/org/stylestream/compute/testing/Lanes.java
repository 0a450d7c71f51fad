package org.stylestream.compute.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the machine's vectors can hold. */
public final class Lanes {
  private static final String PROPERTY = "stylestream.vector.lanes";

  private Lanes() {}

  /**
   * Skips a test for a length of vectors that the machine lacks, and one of the plain kernels for
   * any: they have none.
   */
  public static void assumeMatter(String id) {
    Integer wanted = Integer.getInteger(PROPERTY);
    if (wanted == null) {
      return;
    }
    int offered = preferred();
    assumeTrue(
        wanted <= offered,
        "vectors of %d lanes are asked for, and this machine's have %d".formatted(wanted, offered));
    assumeTrue(id.equals("cpu"), "the plain kernels have no vectors");
  }

  /** By reflection: the tests compile without the incubator module. */
  private static int preferred() {
    try {
      Object species =
          Class.forName("jdk.incubator.vector.FloatVector").getField("SPECIES_PREFERRED").get(null);
      return (int)
          Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("length").invoke(species);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
