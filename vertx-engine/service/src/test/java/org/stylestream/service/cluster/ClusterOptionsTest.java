package org.stylestream.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything listens. */
class ClusterOptionsTest {
  /** An address for documentation (RFC 5737): nobody has it, and it isn't loopback. */
  private static final String ELSEWHERE = "203.0.113.1";

  @TempDir private static Path folder;
  private static TlsFiles good;

  @BeforeAll
  static void makeFiles() {
    good = Authority.create(folder, "cluster").issue("member");
  }

  private static ClusterOptions.Builder hazelcast() {
    return ClusterOptions.of(ClusterKind.HAZELCAST);
  }

  private static ClusterOptions.Builder infinispan() {
    return ClusterOptions.of(ClusterKind.INFINISPAN);
  }

  private static void assertRefused(ThrowingCallable action, String... parts) {
    assertThatThrownBy(action)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n");
  }

  private static Path secret(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content);
  }

  @ParameterizedTest
  @EnumSource
  void defaultsStayOnThisMachine(ClusterKind kind) {
    ClusterOptions options = ClusterOptions.of(kind).build();

    assertThatCode(options::check).doesNotThrowAnyException();
    assertThat(options.bind()).isEqualTo("127.0.0.1");
    assertThat(options.contacts())
        .hasSize(ClusterOptions.PORTS)
        .startsWith(new MemberAddress("127.0.0.1", kind.memberPort()))
        .allMatch(member -> member.host().equals("127.0.0.1"));
    assertThat(ClusterKind.parse(kind.toString())).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource
  void beyondLoopbackTlsIsAMust(ClusterKind kind) throws IOException {
    ClusterOptions options =
        ClusterOptions.of(kind)
            .bind(ELSEWHERE)
            .secret(secret("x".repeat(32)))
            .acceptOpenMemberPort(true)
            .build();

    assertRefused(options::check, "listening on 203.0.113.1 needs TLS");
  }

  @Test
  void openRefusesTooAndOpensNothing() {
    assertRefused(
        () -> TestCluster.await(ClusterFactory.open(hazelcast().bind(ELSEWHERE).build())),
        "needs TLS");
  }

  @Test
  void beyondLoopbackInfinispanNeedsASecret() {
    assertRefused(
        infinispan().bind(ELSEWHERE).tls(good).build()::check,
        "listening on 203.0.113.1 needs a secret",
        "openssl rand -hex 16");
  }

  @Test
  void beyondLoopbackHazelcastsOpenPortMustBeAccepted() {
    assertRefused(
        hazelcast().bind(ELSEWHERE).tls(good).build()::check,
        "anybody who can reach 203.0.113.1 could join",
        "infinispan");
    assertRefused(
        hazelcast().bind(ELSEWHERE).tls(good).acceptOpenMemberPort(true).build()::check,
        "203.0.113.1 is no address of this machine");
  }

  @Test
  void loopbackReachesNobodyElsewhere() {
    assertRefused(
        hazelcast().members(List.of(new MemberAddress(ELSEWHERE, 15701))).build()::check,
        "the member 203.0.113.1:15701 can't be reached from 127.0.0.1");
  }

  @Test
  void aWildcardIsNoAddress() {
    assertRefused(hazelcast().bind("0.0.0.0").build()::check, "0.0.0.0 is every interface");
  }

  @Test
  void aNameThatNobodyHasIsRefused() {
    assertRefused(
        hazelcast().bind("no-such-host.invalid").build()::check,
        "there is no host 'no-such-host.invalid'");
  }

  @Test
  void filesThatCantBeReadAreNamed() {
    Path missing = folder.resolve("missing.pem");

    for (TlsFiles bad :
        List.of(
            new TlsFiles(missing, good.certificate(), good.authority()),
            new TlsFiles(good.key(), missing, good.authority()),
            new TlsFiles(good.key(), good.certificate(), missing))) {
      assertRefused(hazelcast().tls(bad).build()::check, "missing.pem can't be read");
    }
    assertRefused(infinispan().secret(missing).build()::check, "missing.pem can't be read");
  }

  @Test
  void filesThatAreNoPemAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not a certificate");

    assertRefused(
        hazelcast().tls(new TlsFiles(text, good.certificate(), good.authority())).build()::check,
        "text",
        "no private key and certificate in PEM");
    assertRefused(
        hazelcast().tls(new TlsFiles(good.key(), good.certificate(), text)).build()::check,
        "text is no certificate in PEM");
  }

  @Test
  void aShortSecretIsRefusedAndWhiteSpaceDoesntCount() throws IOException {
    assertRefused(
        infinispan().secret(secret("x".repeat(31) + " \n")).build()::check,
        "has 31 characters; give 32 at least");
    assertThatCode(infinispan().secret(secret("x".repeat(32) + "\n")).build()::check)
        .doesNotThrowAnyException();
  }

  @Test
  void portsNamesAndTimesAreInRange() {
    assertRefused(() -> hazelcast().memberPort(0).build(), "the member port is 0");
    assertRefused(() -> hazelcast().memberPort(65530).build(), "the member port is 65530");
    assertRefused(() -> hazelcast().eventBusPort(-1).build(), "the event bus's port is -1");
    assertRefused(() -> hazelcast().eventBusPort(65536).build(), "the event bus's port is 65536");
    assertRefused(() -> hazelcast().name("my cluster").build(), "name is 'my cluster'");
    assertRefused(() -> hazelcast().joinTime(Duration.ZERO).build(), "a second at least");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":1", "host:0", "host:65536", "a b:1", "a:1,b:2", "h:-1"})
  void whatIsNoAddressIsRefused(String text) {
    assertRefused(() -> MemberAddress.parse(text), "'" + text + "' is no address", "HOST:PORT");
  }

  @Test
  void anAddressIsANameAndAPort() {
    assertThat(PublicAddress.parse("engine-1.lab:15701:9"))
        .isEqualTo(new PublicAddress("engine-1.lab", 15701, 9));
    assertRefused(() -> PublicAddress.parse("a:1"), "'a:1' is no public address", "10.0.0.5");
    assertRefused(() -> PublicAddress.parse("a:1:70000"), "1 and 70000", "1 to 65535");
    assertThat(MemberAddress.parse("engine-1.lab:15701"))
        .isEqualTo(new MemberAddress("engine-1.lab", 15701))
        .hasToString("engine-1.lab:15701");
  }

  @Test
  void anUnknownManagerIsRefused() {
    assertRefused(
        () -> ClusterKind.parse("zookeeper"),
        "no cluster manager 'zookeeper'; there are hazelcast and infinispan");
  }
}
