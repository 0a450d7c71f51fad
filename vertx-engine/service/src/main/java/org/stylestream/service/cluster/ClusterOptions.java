package org.stylestream.service.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A cluster and this process's place in it.
 *
 * <p>By default everything stays on the loopback interface: up to {@value #PORTS} processes of one
 * machine find each other at {@code 127.0.0.1}, and whoever has an account on that machine can
 * connect to them. With another {@code bind}, every byte of the event bus goes through mutual TLS,
 * so {@code tls} must be given; beside that
 *
 * <ul>
 *   <li>Infinispan's member port goes through the same TLS and lets only those join who know the
 *       {@code secret};
 *   <li>Hazelcast's member port stays open to everybody who can reach it (its free edition has no
 *       TLS), so {@code acceptOpenMemberPort} must be set too: a firewall has to guard it.
 * </ul>
 *
 * @param kind what keeps the list of members
 * @param name the cluster's name; processes of other names don't join. Letters, digits, {@code . _
 *     -}
 * @param bind the name or IPv4 address of the interface to listen on, and by which others reach
 *     this process; no wildcard
 * @param memberPort the port to listen on for other members; where it is taken, the next free one
 *     of the {@value #PORTS} from it on
 * @param eventBusPort the port to listen on for messages, or 0 for any free one
 * @param members where to look for other members; none: the {@value #PORTS} ports from {@code
 *     memberPort} on at {@code bind}. One member that is alive is enough to find the rest
 * @param publicAddress by which others reach this process, where that isn't {@code bind} and the
 *     ports
 * @param tls key, certificate and authority of the event bus and of Infinispan's member port
 * @param secret a file of at least {@value #SECRET_LENGTH} characters, the same for all members of
 *     an Infinispan cluster; white space around them doesn't count
 * @param acceptOpenMemberPort whether Hazelcast's member port may listen beyond loopback
 * @param joinTime how long joining may take, at least a second
 */
public record ClusterOptions(
    ClusterKind kind,
    String name,
    String bind,
    int memberPort,
    int eventBusPort,
    List<MemberAddress> members,
    Optional<PublicAddress> publicAddress,
    Optional<TlsFiles> tls,
    Optional<Path> secret,
    boolean acceptOpenMemberPort,
    Duration joinTime) {
  /** How many members find room on one interface. */
  public static final int PORTS = 8;

  /** The length of {@code openssl rand -hex 16}: beyond guessing. */
  public static final int SECRET_LENGTH = 32;

  /** Refuses values that are wrong whatever the machine. */
  public ClusterOptions {
    members = List.copyOf(members);
    require(
        name.matches("[A-Za-z0-9._-]+"),
        "the cluster's name is '%s'; make it of letters, digits, dots, dashes and underscores",
        name);
    require(
        memberPort >= 1 && memberPort <= 65536 - PORTS,
        "the member port is %d; choose one from 1 to %d",
        memberPort,
        65536 - PORTS);
    require(
        eventBusPort >= 0 && eventBusPort <= 65535,
        "the event bus's port is %d; choose one from 1 to 65535, or 0 for any free one",
        eventBusPort);
    require(joinTime.toSeconds() >= 1, "the time to join is %s; give a second at least", joinTime);
  }

  /** The options of a cluster of that kind on this machine, to be changed. */
  public static Builder of(ClusterKind kind) {
    return new Builder(kind);
  }

  /**
   * Refuses what this machine can't do and what isn't safe.
   *
   * @throws IllegalArgumentException whose message is one sentence for the user
   */
  public void check() {
    checkBinding();
    tls.ifPresent(TlsFiles::context);
    secret.ifPresent(ClusterOptions::readSecret);
    publicAddress.ifPresent(PublicAddress::address);
  }

  private void checkBinding() {
    InetAddress address = bindAddress();
    require(
        !address.isAnyLocalAddress(),
        "%s is every interface of this machine; give the one address by which members reach it",
        bind);
    if (address.isLoopbackAddress()) {
      checkMembersAreHere();
    } else {
      checkProtection();
      checkAddressIsOurs(address);
    }
  }

  private void checkMembersAreHere() {
    for (MemberAddress member : members) {
      require(
          resolved(member.host()).isLoopbackAddress(),
          "the member %s can't be reached from %s; bind to the address of this machine by which it"
              + " is reached",
          member,
          bind);
    }
  }

  private void checkAddressIsOurs(InetAddress address) {
    try {
      require(
          NetworkInterface.getByInetAddress(address) != null,
          "%s is no address of this machine; give one that is",
          bind);
    } catch (SocketException e) {
      throw new IllegalStateException("this machine doesn't tell its interfaces", e);
    }
  }

  private void checkProtection() {
    require(
        tls.isPresent(),
        "listening on %s needs TLS; give a key, a certificate and the authority's certificate",
        bind);
    if (kind == ClusterKind.INFINISPAN) {
      require(
          secret.isPresent(),
          "listening on %s needs a secret; write one with 'openssl rand -hex 16' to a file and give"
              + " it to all members",
          bind);
    } else {
      require(
          acceptOpenMemberPort,
          "anybody who can reach %s could join the cluster, because Hazelcast's member port has no"
              + " TLS; use infinispan, or put a firewall before it and accept the open member port",
          bind);
    }
  }

  /** The interface to listen on. */
  InetAddress bindAddress() {
    return resolved(bind);
  }

  private static InetAddress resolved(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "there is no host '%s'; give a name or an IPv4 address that exists".formatted(host), e);
    }
  }

  /** Where to look for members. */
  List<MemberAddress> contacts() {
    if (!members.isEmpty()) {
      return members;
    }
    return IntStream.range(memberPort, memberPort + PORTS)
        .mapToObj(port -> new MemberAddress(bind, port))
        .toList();
  }

  /** What is in the secret's file, where there is one. */
  Optional<byte[]> secretBytes() {
    return secret.map(ClusterOptions::readSecret);
  }

  private static byte[] readSecret(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
      require(
          text.length() >= SECRET_LENGTH,
          "the secret in %s has %d characters; give %d at least, as 'openssl rand -hex 16' does",
          file,
          text.length(),
          SECRET_LENGTH);
      return text.getBytes(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the secret %s can't be read; give a readable file".formatted(file), e);
    }
  }

  private static void require(boolean condition, String refusal, Object... values) {
    if (!condition) {
      throw new IllegalArgumentException(refusal.formatted(values));
    }
  }

  /** Options in the making; what isn't said is as safe as it can be. */
  public static final class Builder {
    private final ClusterKind kind;
    private String name = "stylestream";
    private String bind = "127.0.0.1";
    private int memberPort;
    private int eventBusPort;
    private List<MemberAddress> members = List.of();
    private Optional<PublicAddress> publicAddress = Optional.empty();
    private Optional<TlsFiles> tls = Optional.empty();
    private Optional<Path> secret = Optional.empty();
    private boolean acceptOpenMemberPort;
    private Duration joinTime = Duration.ofSeconds(60);

    private Builder(ClusterKind kind) {
      this.kind = kind;
      memberPort = kind.memberPort();
    }

    public Builder name(String value) {
      name = value;
      return this;
    }

    public Builder bind(String value) {
      bind = value;
      return this;
    }

    public Builder memberPort(int value) {
      memberPort = value;
      return this;
    }

    public Builder eventBusPort(int value) {
      eventBusPort = value;
      return this;
    }

    public Builder members(List<MemberAddress> value) {
      members = value;
      return this;
    }

    public Builder publicAddress(PublicAddress value) {
      publicAddress = Optional.of(value);
      return this;
    }

    public Builder tls(TlsFiles value) {
      tls = Optional.of(value);
      return this;
    }

    public Builder secret(Path value) {
      secret = Optional.of(value);
      return this;
    }

    public Builder acceptOpenMemberPort(boolean value) {
      acceptOpenMemberPort = value;
      return this;
    }

    public Builder joinTime(Duration value) {
      joinTime = value;
      return this;
    }

    public ClusterOptions build() {
      return new ClusterOptions(
          kind,
          name,
          bind,
          memberPort,
          eventBusPort,
          members,
          publicAddress,
          tls,
          secret,
          acceptOpenMemberPort,
          joinTime);
    }
  }
}
