package org.stylestream.service.cli.option;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.stylestream.service.cli.terminal.BadInputException;
import org.stylestream.service.cli.terminal.RunFailedException;
import org.stylestream.service.cli.terminal.Waiting;
import org.stylestream.service.cluster.ClusterException;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.PublicAddress;
import org.stylestream.service.cluster.TlsFiles;
import picocli.CommandLine.Option;

/** Which cluster, and this process's place in it. All members need the same. */
public final class ClusterSettings {
  /** The option that names the file of settings. */
  public static final String CONFIGURATION = "--config";

  @Option(
      names = CONFIGURATION,
      paramLabel = "FILE",
      description =
          "Read settings from this file. 'stylestream help serve' lists them, and where the file is"
              + " looked for else.")
  private Optional<Path> configuration;

  @Option(
      names = "--cluster",
      paramLabel = "hazelcast|infinispan",
      defaultValue = "hazelcast",
      description = "What keeps the list of members. Default: ${DEFAULT-VALUE}.")
  private String kind;

  @Option(
      names = "--cluster-name",
      paramLabel = "NAME",
      defaultValue = "stylestream",
      description = "Processes of other names don't join. Default: ${DEFAULT-VALUE}.")
  private String name;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The interface to listen on, by which others reach this process; beyond loopback it needs"
              + " the TLS options. Default: ${DEFAULT-VALUE}.")
  private String bind;

  @Option(
      names = "--members",
      paramLabel = "HOST:PORT",
      split = ",",
      description =
          "Where to look for members; one that is alive is enough. Default: at --bind, the eight"
              + " ports from --member-port on.")
  private List<String> members = List.of();

  @Option(
      names = "--member-port",
      paramLabel = "PORT",
      description =
          "The port to listen on for members, or the next free one of eight. Default: 15701 with"
              + " hazelcast, 15801 with infinispan.")
  private Optional<Integer> memberPort;

  @Option(
      names = "--bus-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port to listen on for messages; 0 for any free one. Default: 0.")
  private int busPort;

  @Option(
      names = "--public-address",
      paramLabel = "HOST:PORT:PORT",
      description =
          "How others reach this process where that isn't --bind, as behind NAT or in a container:"
              + " host, port that leads to --member-port, port that leads to --bus-port.")
  private Optional<String> publicAddress;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "This member's key, PEM.")
  private Optional<Path> key;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "The certificate of --tls-key, PEM.")
  private Optional<Path> certificate;

  @Option(
      names = "--tls-authority",
      paramLabel = "FILE",
      description = "The certificate of the authority that signs members, and members only, PEM.")
  private Optional<Path> authority;

  @Option(
      names = "--cluster-secret",
      paramLabel = "FILE",
      description = "What members of an infinispan cluster must know: 32 characters or more.")
  private Optional<Path> secret;

  @Option(
      names = "--accept-open-member-port",
      arity = "0..1",
      paramLabel = "true|false",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Let hazelcast listen beyond loopback though its member port takes whoever reaches it: a"
              + " firewall has to guard it.")
  private boolean acceptOpenMemberPort;

  @Option(
      names = "--join-time",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long joining may take. Default: ${DEFAULT-VALUE}.")
  private int joinSeconds;

  /** The cluster's name. */
  public String name() {
    return name;
  }

  /**
   * Joins the cluster, or founds it.
   *
   * @throws BadInputException if the settings contradict themselves or aren't safe
   * @throws RunFailedException if it can't be joined
   */
  public Vertx join() {
    ClusterOptions options = BadInputException.refusing(this::options);
    return Waiting.until(
        ClusterFactory.open(options),
        failure ->
            failure instanceof ClusterException
                ? new RunFailedException(failure.getMessage(), failure)
                : new BadInputException(failure.getMessage(), failure));
  }

  private ClusterOptions options() {
    ClusterKind chosen = ClusterKind.parse(kind);
    ClusterOptions.Builder options =
        ClusterOptions.of(chosen)
            .name(name)
            .bind(bind)
            .memberPort(memberPort.orElse(chosen.memberPort()))
            .eventBusPort(busPort)
            .members(members.stream().map(MemberAddress::parse).toList())
            .acceptOpenMemberPort(acceptOpenMemberPort)
            .joinTime(Duration.ofSeconds(joinSeconds));
    publicAddress.map(PublicAddress::parse).ifPresent(options::publicAddress);
    tls().ifPresent(options::tls);
    secret.ifPresent(options::secret);
    return options.build();
  }

  private Optional<TlsFiles> tls() {
    if (key.isPresent() && certificate.isPresent() && authority.isPresent()) {
      return Optional.of(new TlsFiles(key.get(), certificate.get(), authority.get()));
    }
    if (key.isPresent() || certificate.isPresent() || authority.isPresent()) {
      throw new BadInputException(
          "--tls-key, --tls-certificate and --tls-authority belong together; give all three");
    }
    return Optional.empty();
  }
}
