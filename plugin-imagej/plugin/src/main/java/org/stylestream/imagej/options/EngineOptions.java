package org.stylestream.imagej.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stylestream.compute.device.MemorySize;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.imagej.options.OptionType.Choice;
import org.stylestream.imagej.options.OptionType.Flag;
import org.stylestream.imagej.options.OptionType.InputFile;
import org.stylestream.imagej.options.OptionType.Items;
import org.stylestream.imagej.options.OptionType.Maybe;
import org.stylestream.imagej.options.OptionType.Named;
import org.stylestream.imagej.options.OptionType.Whole;
import org.stylestream.imagej.options.OptionType.Written;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.PublicAddress;
import org.stylestream.service.cluster.TlsFiles;

/** The options of Engines: which engine, and if it is a cluster's, which cluster. */
public final class EngineOptions {
  private static final int HIGHEST_PORT = 65535;
  private static final int MOST_HOSTS = 64;
  private static final int LONGEST_JOIN = 600;

  /** Which engine. */
  public static final Option<Place> ENGINE =
      Option.of(
          "engine",
          "Engine",
          Section.ENGINE,
          Choice.of(Place.class),
          Place.LOCAL,
          "local: in a process of its own on this machine; built-in: in ImageJ itself, more slowly;"
              + " cluster: on other machines, as the fields below say.");

  static final Option<Optional<MemorySize>> MEMORY =
      Option.of(
          "memory",
          "Memory",
          Section.ENGINE,
          new Maybe<>(new Written<>(MemorySize::parse, MemorySize::text)),
          Optional.empty(),
          "Of local and built-in: what a run may take, as 900m or 4g; large images are worked on in"
              + " bands, so that they fit; left out: what there is.");

  /** What keeps the list of members. */
  static final Option<ClusterKind> MANAGER =
      Option.of(
          "manager",
          "Cluster manager",
          Section.ENGINE,
          new Named<>(
              List.of(ClusterKind.values()).stream().map(ClusterKind::toString).toList(),
              ClusterKind::parse,
              ClusterKind::toString),
          ClusterKind.HAZELCAST,
          "What the cluster's members find each other with: the same as on the servers.");

  static final Option<String> NAME =
      Option.of(
          "clusterName",
          "Cluster name",
          Section.ENGINE,
          text(),
          "stylestream",
          "Processes of other names don't join.");

  static final Option<List<MemberAddress>> HOSTS =
      Option.of(
          "hosts",
          "Hosts",
          Section.ENGINE,
          new Items<>(
              new Written<>(MemberAddress::parse, MemberAddress::toString), ',', MOST_HOSTS),
          List.of(),
          "Where members listen, as 10.0.0.5:15701,10.0.0.6:15701; left out: on this machine.");

  static final Option<String> BIND =
      Option.of(
          "bind",
          "Own address",
          Section.ENGINE,
          text(),
          "127.0.0.1",
          "This machine's address by which the hosts reach it; beyond this machine it needs the"
              + " TLS files.");

  static final Option<Optional<Path>> TLS_KEY =
      file("tlsKey", "TLS key", "This member's key, PEM.");

  static final Option<Optional<Path>> TLS_CERTIFICATE =
      file("tlsCertificate", "TLS certificate", "The key's certificate, PEM.");

  static final Option<Optional<Path>> TLS_AUTHORITY =
      file("tlsAuthority", "TLS authority", "The certificate of who signs the members, PEM.");

  static final Option<Optional<Path>> SECRET =
      file("secret", "Secret", "A file of what members of an infinispan cluster must know.");

  static final Option<Optional<Integer>> MEMBER_PORT =
      Option.of(
              "memberPort",
              "Member port",
              Section.ENGINE,
              new Maybe<>(new Whole(1, HIGHEST_PORT)),
              Optional.<Integer>empty(),
              "The port to listen on for members, or the next free one of eight.")
          .special();

  static final Option<Integer> BUS_PORT =
      Option.of(
              "busPort",
              "Bus port",
              Section.ENGINE,
              new Whole(0, HIGHEST_PORT),
              0,
              "The port to listen on for messages; 0 for any free one.")
          .special();

  static final Option<Boolean> ACCEPT_OPEN_PORT =
      Option.of(
              "acceptOpenPort",
              "Accept an open member port",
              Section.ENGINE,
              new Flag(),
              false,
              "Let hazelcast listen beyond this machine though its member port takes whoever"
                  + " reaches it: a firewall has to guard it.")
          .special();

  static final Option<Optional<PublicAddress>> PUBLIC_ADDRESS =
      Option.of(
              "publicAddress",
              "Public address",
              Section.ENGINE,
              new Maybe<>(new Written<>(PublicAddress::parse, EngineOptions::text)),
              Optional.<PublicAddress>empty(),
              "How others reach this machine where that isn't its own address, as behind NAT:"
                  + " host:member-port:bus-port.")
          .special();

  static final Option<Integer> JOIN_SECONDS =
      Option.of(
              "joinSeconds",
              "Seconds to join",
              Section.ENGINE,
              new Whole(1, LONGEST_JOIN),
              60,
              "How long joining the cluster may take.")
          .special();

  /** In the order of dialog and help. */
  public static final OptionTable TABLE =
      new OptionTable(
          "Engines",
          List.of(
              ENGINE,
              MEMORY,
              MANAGER,
              NAME,
              HOSTS,
              BIND,
              TLS_KEY,
              TLS_CERTIFICATE,
              TLS_AUTHORITY,
              SECRET,
              MEMBER_PORT,
              BUS_PORT,
              ACCEPT_OPEN_PORT,
              PUBLIC_ADDRESS,
              JOIN_SECONDS),
          EngineOptions::choice);

  /** Where an engine is. */
  public enum Place {
    LOCAL,
    BUILT_IN,
    CLUSTER
  }

  private EngineOptions() {}

  private static OptionType<String> text() {
    return new Written<>(text -> text, text -> text);
  }

  private static String text(PublicAddress address) {
    return "%s:%d:%d".formatted(address.host(), address.memberPort(), address.busPort());
  }

  private static Option<Optional<Path>> file(String key, String label, String help) {
    return Option.of(
            key, label, Section.ENGINE, new Maybe<>(new InputFile()), Optional.<Path>empty(), help)
        .special();
  }

  /**
   * The engine that is asked for.
   *
   * @throws OptionException if the cluster can't be
   */
  public static EngineChoice choice(OptionValues values) {
    return switch (values.get(ENGINE)) {
      case LOCAL -> new EngineChoice.Local(values.get(MEMORY));
      case BUILT_IN -> new EngineChoice.BuiltIn(values.get(MEMORY));
      case CLUSTER -> new EngineChoice.Cluster(checked(values));
    };
  }

  private static ClusterOptions checked(OptionValues values) {
    try {
      return cluster(values);
    } catch (IllegalArgumentException e) {
      throw new OptionException(e.getMessage());
    }
  }

  private static ClusterOptions cluster(OptionValues values) {
    ClusterKind kind = values.get(MANAGER);
    ClusterOptions.Builder options =
        ClusterOptions.of(kind)
            .name(values.get(NAME))
            .members(values.get(HOSTS))
            .bind(values.get(BIND))
            .memberPort(values.get(MEMBER_PORT).orElse(kind.memberPort()))
            .eventBusPort(values.get(BUS_PORT))
            .acceptOpenMemberPort(values.get(ACCEPT_OPEN_PORT))
            .joinTime(Duration.ofSeconds(values.get(JOIN_SECONDS)));
    values.get(PUBLIC_ADDRESS).ifPresent(options::publicAddress);
    tls(values).ifPresent(options::tls);
    values.get(SECRET).ifPresent(options::secret);
    return options.build();
  }

  private static Optional<TlsFiles> tls(OptionValues values) {
    List<Path> files =
        List.of(TLS_KEY, TLS_CERTIFICATE, TLS_AUTHORITY).stream()
            .flatMap(option -> values.get(option).stream())
            .toList();
    if (files.isEmpty()) {
      return Optional.empty();
    }
    if (files.size() < 3) {
      throw new OptionException(
          "tlsKey, tlsCertificate and tlsAuthority belong together; give all three");
    }
    return Optional.of(new TlsFiles(files.get(0), files.get(1), files.get(2)));
  }
}
