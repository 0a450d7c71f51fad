package org.stylestream.imagej.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.imagej.engine.EngineChoice;
import org.stylestream.service.cluster.ClusterKind;
import org.stylestream.service.cluster.ClusterOptions;
import org.stylestream.service.cluster.MemberAddress;
import org.stylestream.service.cluster.TlsFiles;

class EngineOptionsTest {
  private static EngineChoice choice(String options) {
    return EngineOptions.choice(EngineOptions.TABLE.parse(options));
  }

  @Test
  void theLocalEngineIsStandard() {
    assertThat(choice("")).isEqualTo(new EngineChoice.Local());
    assertThat(choice("engine=built-in")).isEqualTo(new EngineChoice.BuiltIn());
  }

  @Test
  void aClusterHasWhatTheCommandLineHas() {
    ClusterOptions expected =
        ClusterOptions.of(ClusterKind.INFINISPAN)
            .name("lab")
            .bind("10.0.0.7")
            .members(List.of(new MemberAddress("a", 15801), new MemberAddress("10.0.0.6", 1)))
            .tls(new TlsFiles(Path.of("k e y"), Path.of("c"), Path.of("a")))
            .secret(Path.of("s"))
            .build();

    assertThat(
            choice(
                "engine=cluster manager=infinispan clusterName=lab bind=10.0.0.7"
                    + " hosts=a:15801,10.0.0.6:1 tlsKey=[k e y] tlsCertificate=c tlsAuthority=a"
                    + " secret=s"))
        .isEqualTo(new EngineChoice.Cluster(expected));
  }

  @Test
  void aRecordedChoiceIsTheSameAgain() {
    OptionValues values =
        EngineOptions.TABLE.parse(
            "engine=cluster hosts=a:1,b:2 memberPort=16000 publicAddress=c:3:4 secret=[x y]");

    assertThat(EngineOptions.TABLE.parse(values.toMacroString())).isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "engine=cluster tlsKey=k, 'tlsKey, tlsCertificate and tlsAuthority belong together'",
    "engine=cluster hosts=nowhere, hosts=nowhere can't be",
    "engine=cluster clusterName=[a b], the cluster's name is 'a b'",
    "engine=cluster memberPort=65535, the member port is 65535",
    "engine=gpu, 'it must be one of local, built-in, cluster'"
  })
  void saysWhatCantBe(String options, String sentence) {
    assertThatThrownBy(() -> choice(options))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(sentence);
  }
}
