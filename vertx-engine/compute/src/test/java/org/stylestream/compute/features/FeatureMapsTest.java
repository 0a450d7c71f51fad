package org.stylestream.compute.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stylestream.compute.device.Cancellation;
import org.stylestream.compute.device.Device;
import org.stylestream.compute.device.Tiling;
import org.stylestream.compute.device.TilingNeeds;
import org.stylestream.compute.image.Image;
import org.stylestream.compute.network.NetworkTopology;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.testing.Goldens;
import org.stylestream.compute.testing.Networks;
import org.stylestream.compute.testing.RelativeError;
import org.stylestream.compute.testing.TestDevices;

class FeatureMapsTest {
  private final Goldens goldens = Goldens.tiny();

  private List<LayerMaps> measured(FeatureMaps wish) {
    List<LayerMaps> maps = new ArrayList<>();
    try (Device device = TestDevices.open("cpu")) {
      wish.measure(
          device, TestDevices.weights(goldens), goldens.content(), maps::add, Cancellation.NEVER);
    }
    return maps;
  }

  @Test
  void allFiltersOfEveryLayerAgreeWithPyTorch() {
    List<LayerMaps> maps = measured(new FeatureMaps(NetworkTopology.layerNames(), List.of()));
    assertThat(maps).extracting(LayerMaps::layer).isEqualTo(NetworkTopology.layerNames());
    assertThat(maps)
        .allSatisfy(
            layer ->
                assertThat(
                        RelativeError.of(
                            layer.values(), goldens.floats("features/content/" + layer.layer())))
                    .isLessThan(1e-5));
  }

  @Test
  void oneFilterOfSeveralLayersComesFromTheImageUpwards() {
    List<LayerMaps> maps =
        measured(new FeatureMaps(List.of("conv4_1", "block2_conv2"), List.of(3)));
    assertThat(maps).extracting(LayerMaps::layer).containsExactly("block2_conv2", "block4_conv1");
    LayerMaps deep = maps.get(1);
    assertThat(deep.height()).isEqualTo(8);
    assertThat(deep.width()).isEqualTo(12);
    float[] all = goldens.floats("features/content/block4_conv1");
    float[] expected = new float[8 * 12];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = all[i * 8 + 3];
    }
    assertThat(RelativeError.of(deep.map(0), expected)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"149, 35", "66, 41", "47, 41"})
  void bandByBandTheyAreTheSame(int height, int width) {
    NetworkWeights weights = Networks.random("block5_conv2", 4, 6, 10, 12, 14);
    FeatureMaps wish = new FeatureMaps(NetworkTopology.layerNames().subList(0, 14), List.of(1, 3));
    Image image = new Image(height, width, Networks.image(height, width));
    try (Device device = TestDevices.open("cpu")) {
      List<LayerMaps> whole = new ArrayList<>();
      wish.measure(device, weights, image, whole::add, Cancellation.NEVER);
      for (Tiling tiling : List.of(new Tiling(8, true), new Tiling(32, false))) {
        List<LayerMaps> tiled = new ArrayList<>();
        wish.measure(device, weights, image, tiling, tiled::add, Cancellation.NEVER);
        assertThat(tiled).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
          assertThat(tiled.get(i).layer()).isEqualTo(whole.get(i).layer());
          assertThat(RelativeError.of(tiled.get(i).values(), whole.get(i).values()))
              .as("%s %s", whole.get(i).layer(), tiling.text())
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void bandsTakeLessMemory() {
    NetworkTopology topology = TestDevices.weights(goldens).topology();
    try (Device device = TestDevices.open("cpu")) {
      FeatureMaps one = new FeatureMaps(List.of("block1_conv2", "block3_conv1"), List.of(2));
      TilingNeeds needs = one.memory(device, topology, 4096, 4096);
      long whole = needs.bytes().applyAsLong(Tiling.WHOLE);
      assertThat(needs.least()).isLessThan(whole / 4);
      assertThat(needs.fitting(whole)).isEqualTo(Tiling.WHOLE);
      assertThat(needs.fitting(whole / 4).bandRows()).isLessThan(4096);
    }
  }

  @Test
  void whatTheNetworkLacksIsRefused() {
    NetworkTopology topology = TestDevices.weights(goldens).topology();
    assertThatThrownBy(
            () -> new FeatureMaps(List.of("block1_conv1"), List.of(4)).check(topology, 64, 64))
        .hasMessage("block1_conv1 has no filter 4; its filters are 0 to 3");
    assertThatThrownBy(
            () -> new FeatureMaps(List.of("block1_conv1"), List.of()).check(topology, 15, 64))
        .hasMessage("the picture would be 64×15; both sides must be at least 16 pixels");
  }
}
