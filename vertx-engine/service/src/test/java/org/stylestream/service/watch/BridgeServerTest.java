package org.stylestream.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stylestream.protocol.Addresses;

/** The bridge, through plain sockets. */
@Timeout(60)
class BridgeServerTest {
  private static final String ENGINE = Addresses.engine(MovingEngine.ID);

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Object> atEngine = new LinkedBlockingQueue<>();
  private BridgeServer server;
  private Peer peer;

  /** A client of the bridge. */
  private static final class Peer implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Peer(int port) throws IOException {
      socket = new Socket(WatchOptions.LOOPBACK, port);
      socket.setSoTimeout(10_000);
      in = new DataInputStream(socket.getInputStream());
      out = new DataOutputStream(socket.getOutputStream());
    }

    Peer send(String frame) throws IOException {
      byte[] bytes = frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
      return this;
    }

    JsonObject receive() throws IOException {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return new JsonObject(Buffer.buffer(bytes));
    }

    /** What comes until the server closes the connection. */
    List<JsonObject> receiveAll() throws IOException {
      List<JsonObject> frames = new ArrayList<>();
      while (true) {
        try {
          frames.add(receive());
        } catch (IOException ended) {
          return frames;
        }
      }
    }

    /** Returns when the server has handled all that was sent before. */
    void settle() throws IOException {
      assertThat(send("{'type':'ping'}").receive()).isEqualTo(PONG);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final JsonObject PONG = new JsonObject().put("type", "pong");

  @BeforeEach
  void start() throws Exception {
    server =
        BridgeServer.start(vertx, MovingEngine.in(folder), WatchOptions.loopback(0))
            .await(10, TimeUnit.SECONDS);
    vertx
        .eventBus()
        .consumer(
            ENGINE,
            message -> {
              atEngine.add(message.body());
              if (message.replyAddress() != null) {
                message.reply(new JsonObject().put("heard", message.body()));
              }
            });
    peer = new Peer(server.port());
  }

  @AfterEach
  void stop() throws Exception {
    peer.close();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stylestream.engine", "stylestream.engine.engine-1"})
  void requestsReachTheEngineAndRepliesComeBack(String address) throws Exception {
    peer.send(
        "{'type':'send','address':'%s','replyAddress':'r1','body':{'type':'describe'}}"
            .formatted(address));

    assertThat(peer.receive())
        .isEqualTo(
            new JsonObject(
                "{\"type\":\"message\",\"address\":\"r1\",\"send\":true,"
                    + "\"body\":{\"heard\":{\"type\":\"describe\"}}}"));
  }

  @Test
  void messagesWithoutAReplyAddressReachTheEngineToo() throws Exception {
    peer.send("{'type':'send','address':'stylestream.engine','body':{'type':'grant'}}");

    assertThat(atEngine.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new JsonObject().put("type", "grant"));
  }

  @Test
  void eventsReachTheClientThatRegistered() throws Exception {
    peer.send("{'type':'register','address':'stylestream.client.me'}").settle();
    vertx.eventBus().send("stylestream.client.me", new JsonObject().put("sequence", 1));
    vertx.eventBus().send("stylestream.client.me", Buffer.buffer("a chunk"));
    vertx.eventBus().send("stylestream.client.me", new JsonObject().put("sequence", 2));

    JsonObject first = peer.receive();
    assertThat(first.getString("address")).isEqualTo("stylestream.client.me");
    assertThat(first.getJsonObject("body").getInteger("sequence")).isEqualTo(1);
    assertThat(peer.receive().getJsonObject("body").getInteger("sequence")).isEqualTo(2);
  }

  @Test
  void announcementsReachAllThatRegistered() throws Exception {
    try (Peer other = new Peer(server.port())) {
      peer.send("{'type':'register','address':'stylestream.announcements'}").settle();
      other.send("{'type':'register','address':'stylestream.announcements'}").settle();
      vertx.eventBus().publish(Addresses.ANNOUNCEMENTS, new JsonObject().put("engineId", "e"));

      assertThat(peer.receive().getBoolean("send")).isFalse();
      assertThat(other.receive().getJsonObject("body").getString("engineId")).isEqualTo("e");
    }
  }

  @Test
  void aClientThatComesAgainTakesOverFromItsOldConnection() throws Exception {
    try (Peer again = new Peer(server.port())) {
      peer.send("{'type':'register','address':'stylestream.client.me'}").settle();
      again.send("{'type':'register','address':'stylestream.client.me'}").settle();
      for (int sequence = 1; sequence <= 4; sequence++) {
        vertx.eventBus().send("stylestream.client.me", new JsonObject().put("sequence", sequence));
      }
      for (int sequence = 1; sequence <= 4; sequence++) {
        assertThat(again.receive().getJsonObject("body").getInteger("sequence"))
            .isEqualTo(sequence);
      }
      peer.settle();
    }
  }

  @Test
  void whoHasUnregisteredOrLeftHearsNothing() throws Exception {
    peer.send("{'type':'register','address':'stylestream.client.me'}")
        .send("{'type':'unregister','address':'stylestream.client.me'}")
        .settle();
    vertx.eventBus().send("stylestream.client.me", new JsonObject());
    peer.settle();

    assertThat(peer.send("{'type':'register','address':'stylestream.client.me'}")).isNotNull();
    peer.settle();
    peer.close();
    while (hasListener("stylestream.client.me")) {
      vertx.timer(20).await(10, TimeUnit.SECONDS);
    }
  }

  private boolean hasListener(String address) throws Exception {
    try {
      vertx.eventBus().sender(address).write(new JsonObject()).await(10, TimeUnit.SECONDS);
      return true;
    } catch (ReplyException nobody) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "send, stylestream.engine.another",
    "send, stylestream.client.other",
    "send, stylestream.announcements",
    "send, ''",
    "publish, stylestream.engine",
    "publish, stylestream.discovery",
    "publish, stylestream.announcements",
    "register, stylestream.engine",
    "register, stylestream.engine.engine-1",
    "register, stylestream.discovery",
    "register, stylestream.client.",
    "register, stylestream.client.a b",
    "register, stylestream.client.a.b",
    "register, __vertx.reply.1",
  })
  void otherAddressesAreDenied(String type, String address) throws Exception {
    peer.send("{'type':'%s','address':'%s','replyAddress':'r','body':{}}".formatted(type, address));

    JsonObject answer = peer.receive();
    assertThat(answer.getString("type")).isEqualTo("err");
    assertThat(answer.getString("message")).startsWith("access_denied: ");
    assertThat(atEngine).isEmpty();
    peer.settle();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'type':'dance'} | unknown_type
          {'type':null} | unknown_type
          {'type':1} | unknown_type
          {'type':'send','address':null,'body':null} | access_denied
          {'type':'send','address':'stylestream.engine','body':{'type':'submit'}} | chunks don't
          {'type':'send','address':'stylestream.engine','body':{'type':'attach','chunks':true}} | chunks don't
          {'type':'send','address':'stylestream.engine','body':{'type':'attach','chunks':null}} | chunks don't
          """)
  void whatCantBeDoneIsToldAndTheConnectionStays(String frame, String sentence) throws Exception {
    peer.send(frame);

    assertThat(peer.receive().getString("message")).contains(sentence);
    assertThat(atEngine).isEmpty();
    peer.settle();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[1]",
        "{'type':'send','address':'stylestream.engine','body':[]}",
        "{'type':'send','address':'stylestream.engine','body':'text'}",
      })
  void afterAFrameThatCantBeReadTheConnectionEnds(String frame) throws Exception {
    peer.send(frame);

    List<JsonObject> answers = peer.receiveAll();
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).getString("message")).contains("isn't as the protocol");
    assertThat(atEngine).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, -1, Integer.MIN_VALUE, 1 << 21, Integer.MAX_VALUE})
  void framesOfImpossibleLengthsEndTheConnection(int length) throws Exception {
    peer.out.writeInt(length);

    assertThat(peer.receiveAll().get(0).getString("message")).contains("must have 2 to");
  }

  @Test
  void noiseHarmsNobodyElse() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      byte[] noise = new byte[random.nextInt(300)];
      random.nextBytes(noise);
      try (Peer stranger = new Peer(server.port())) {
        stranger.out.writeInt(random.nextBoolean() ? noise.length : random.nextInt());
        stranger.out.write(noise);
      } catch (IOException closedBefore) {
        // The server may have had enough already.
      }
    }
    peer.settle();
  }

  @Test
  void aClientThatDoesntReadIsLetGo() throws Exception {
    peer.send("{'type':'register','address':'stylestream.client.me'}").settle();
    JsonObject large = new JsonObject().put("text", "x".repeat(1 << 20));
    for (int megabytes = 0; megabytes < 64; megabytes++) {
      vertx.eventBus().send("stylestream.client.me", large);
    }

    while (hasListener("stylestream.client.me")) {
      vertx.timer(20).await(10, TimeUnit.SECONDS);
    }
    assertThat(peer.receiveAll()).hasSizeLessThan(64);
    try (Peer other = new Peer(server.port())) {
      other.settle();
    }
  }

  @Test
  void requestsThatNobodyAnswersAreToldSo() throws Exception {
    Vertx elsewhere = Vertx.vertx();
    BridgeServer lonely =
        BridgeServer.start(elsewhere, MovingEngine.in(folder), WatchOptions.loopback(0))
            .await(10, TimeUnit.SECONDS);
    try (Peer alone = new Peer(lonely.port())) {
      alone.send("{'type':'send','address':'stylestream.engine','replyAddress':'r','body':{}}");

      JsonObject answer = alone.receive();
      assertThat(answer.getString("type")).isEqualTo("err");
      assertThat(answer.getString("address")).isEqualTo("r");
      assertThat(answer.getString("failureType")).isEqualTo("NO_HANDLERS");
    }
    elsewhere.close().await(10, TimeUnit.SECONDS);
  }
}
