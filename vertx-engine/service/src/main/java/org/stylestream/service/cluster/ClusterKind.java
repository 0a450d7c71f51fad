package org.stylestream.service.cluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What keeps the list of a cluster's members. All members of a cluster use the same. */
public enum ClusterKind {
  /** Hazelcast Community: its member port has neither encryption nor authentication. */
  HAZELCAST(15701, new HazelcastManagers()),
  /** Infinispan over JGroups: its member port takes TLS, and asks joiners for a secret. */
  INFINISPAN(15801, new InfinispanManagers());

  private final int memberPort;
  private final ClusterManagers managers;

  ClusterKind(int memberPort, ClusterManagers managers) {
    this.memberPort = memberPort;
    this.managers = managers;
  }

  /** The kind of that name: {@code hazelcast} or {@code infinispan}. */
  public static ClusterKind parse(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  private static String unknown(String name) {
    return "there is no cluster manager '%s'; there are %s"
        .formatted(
            name,
            Arrays.stream(values()).map(Object::toString).collect(Collectors.joining(" and ")));
  }

  /** The port that members listen on for each other where no other is given. */
  public int memberPort() {
    return memberPort;
  }

  ClusterManagers managers() {
    return managers;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
