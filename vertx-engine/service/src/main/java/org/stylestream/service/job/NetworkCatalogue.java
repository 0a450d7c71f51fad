package org.stylestream.service.job;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stylestream.compute.network.EmbeddedNetwork;
import org.stylestream.compute.network.NetworkWeights;
import org.stylestream.compute.store.ModelStore;
import org.stylestream.compute.store.ResolvedNetwork;
import org.stylestream.protocol.message.Fault;

/** The networks that an engine has, by the names that requests use; each is read once. */
public final class NetworkCatalogue {
  private final Map<String, ResolvedNetwork> networks;
  private final Map<String, NetworkWeights> read = new HashMap<>();

  /**
   * @param networks at least one; read when they are first asked for
   */
  public NetworkCatalogue(Map<String, ResolvedNetwork> networks) {
    if (networks.isEmpty()) {
      throw new IllegalArgumentException("an engine needs at least one network");
    }
    this.networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
  }

  /**
   * A network that was read.
   *
   * @param name as requests name it
   * @param origin where it comes from, for people
   * @param note a sentence that says why it stands in for the one asked for, if it does
   */
  public record Loaded(String name, NetworkWeights weights, String origin, Optional<String> note) {}

  /** The names, in order. */
  public List<String> names() {
    return List.copyOf(networks.keySet());
  }

  /**
   * Reads a network, or gives it again.
   *
   * @param request a name, or {@code auto}: vgg19, where it isn't here vgg19-lite, else the first
   * @throws JobFaultException if there is no such network, or its file can't be used
   */
  public Loaded load(String request) {
    String name = request.equals(ModelStore.AUTO) ? automatic() : request;
    ResolvedNetwork network = networks.get(name);
    if (network == null) {
      throw new JobFaultException(
          new Fault(
              Fault.Code.UNSUPPORTED,
              "this engine has no network %s; it has %s"
                  .formatted(name, String.join(", ", networks.keySet())),
              Optional.of("request.network")));
    }
    return new Loaded(name, weights(name, network), network.origin(), note(request, network));
  }

  private String automatic() {
    return List.of(ModelStore.VGG19, EmbeddedNetwork.NAME).stream()
        .filter(networks::containsKey)
        .findFirst()
        .orElse(networks.keySet().iterator().next());
  }

  private static Optional<String> note(String request, ResolvedNetwork network) {
    if (!(network instanceof ResolvedNetwork.Embedded embedded)) {
      return Optional.empty();
    }
    if (embedded.reason().isPresent() || !request.equals(ModelStore.AUTO)) {
      return embedded.reason();
    }
    return Optional.of("Using the embedded vgg19-lite: this engine has no vgg19.");
  }

  private synchronized NetworkWeights weights(String name, ResolvedNetwork network) {
    NetworkWeights known = read.get(name);
    if (known != null) {
      return known;
    }
    try {
      NetworkWeights weights = network.read();
      read.put(name, weights);
      return weights;
    } catch (IOException e) {
      throw new JobFaultException(
          Fault.of(
              Fault.Code.UNSUPPORTED,
              "the network %s can't be read: %s".formatted(name, e.getMessage())),
          e);
    }
  }
}
