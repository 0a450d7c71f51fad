package org.stylestream.integration;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.stylestream.service.cluster.ClusterFactory;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.TlsFiles;

/**
 * A network namespace of Linux for an engine, and a virtual cable between it and this process that
 * can be pulled: neither side is told, nothing is closed, packets are lost.
 */
final class NamespaceCable implements Cable {
  private final String namespace;
  private final ClusterKind kind;
  private final String here;
  private final String there;
  private final TlsFiles tls;
  private final Path secret;

  private NamespaceCable(
      String namespace, ClusterKind kind, String network, TlsFiles tls, Path secret) {
    this.namespace = namespace;
    this.kind = kind;
    here = network + ".1";
    there = network + ".2";
    this.tls = tls;
    this.secret = secret;
  }

  /** Whether this process may do that. */
  static boolean isPossible() {
    String trial = "cable" + new Random().nextInt(1 << 16);
    return Shell.succeeds("ip", "netns", "add", trial)
        && Shell.succeeds("ip", "netns", "delete", trial);
  }

  /** Lays a cable. */
  static NamespaceCable lay(ClusterKind kind, Path folder) throws Exception {
    Random random = new Random();
    int number = random.nextInt(1 << 16);
    Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef");
    NamespaceCable cable =
        new NamespaceCable(
            "cable" + number,
            kind,
            "10.%d.%d".formatted(100 + number / 256 % 100, number % 256),
            MemberKey.create(folder),
            secret);
    cable.ip("netns add " + cable.namespace);
    cable.ip("link add %s-a type veth peer name %1$s-b netns %1$s".formatted(cable.namespace));
    cable.ip("addr add %s/30 dev %s-a".formatted(cable.here, cable.namespace));
    cable.ip("link set %s-a up".formatted(cable.namespace));
    cable.ip("-n %s addr add %s/30 dev %1$s-b".formatted(cable.namespace, cable.there));
    cable.ip("-n %s link set lo up".formatted(cable.namespace));
    cable.heal();
    return cable;
  }

  private void ip(String command) {
    if (!Shell.succeeds(("ip " + command).split(" "))) {
      throw new IllegalStateException("this failed: ip " + command);
    }
  }

  @Override
  public EngineProcess begin(Program program, String... more) {
    List<String> settings =
        List.of(
            "--cluster",
            kind.toString(),
            "--cluster-name",
            namespace,
            "--bind",
            there,
            "--members",
            "%s:%d,%s:%2$d".formatted(here, kind.memberPort(), there),
            "--tls-key",
            tls.key().toString(),
            "--tls-certificate",
            tls.certificate().toString(),
            "--tls-authority",
            tls.authority().toString(),
            "--cluster-secret",
            secret.toString(),
            "--accept-open-member-port");
    return EngineProcess.begin(
        program,
        List.of("ip", "netns", "exec", namespace),
        List.of("-Xmx600m"),
        settings,
        "state",
        more);
  }

  @Override
  public Vertx join() {
    return Patience.await(
        ClusterFactory.open(
            ClusterOptions.of(kind)
                .name(namespace)
                .bind(here)
                .members(
                    List.of(
                        new MemberAddress(there, kind.memberPort()),
                        new MemberAddress(here, kind.memberPort())))
                .tls(tls)
                .secret(secret)
                .acceptOpenMemberPort(true)
                .build()));
  }

  @Override
  public void cut() {
    ip("-n %s link set %1$s-b down".formatted(namespace));
  }

  @Override
  public void heal() {
    ip("-n %s link set %1$s-b up".formatted(namespace));
  }

  @Override
  public void close() {
    ip("link delete %s-a".formatted(namespace));
    ip("netns delete " + namespace);
  }
}
