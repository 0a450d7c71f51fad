import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.MultiMapConfig.ValueCollectionType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import javax.imageio.ImageIO;

/**
 * Asks an engine of the loopback cluster for a picture, as WIRE.md describes, without StyleStream's
 * library. It is one verticle: replies and events come on one event loop, in the order in which the
 * engine has sent them.
 */
public final class Stylize extends VerticleBase {
  private static final int CHUNK = 262_144;
  private static final int WINDOW = 8 << 20;
  private static final int LARGEST_FRAME = 1_600_000_000;
  private static final long RENEWAL_MILLIS = 5_000;
  private static final long SILENCE_MILLIS = 20_000;
  private static final int ANSWER_SECONDS = 20;

  private final BufferedImage content;
  private final BufferedImage style;
  private final String jobId = UUID.randomUUID().toString();
  private final String clientId = UUID.randomUUID().toString();
  private final Promise<Picture> result = Promise.promise();
  private final Map<String, byte[]> images = new LinkedHashMap<>();

  private String engine = "stylestream.engine";
  private long attachment;
  private long consumed;
  private JsonObject awaited;
  private byte[] frame;
  private int filled;
  private int granted;
  private long heard = System.currentTimeMillis();

  private Stylize(BufferedImage content, BufferedImage style) {
    this.content = content;
    this.style = style;
  }

  /** The pixels of a result. */
  private record Picture(int height, int width, byte[] pixels) {}

  /** CONTENT STYLE RESULT.png */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 3) {
      System.err.println("Give three files: the content, the style, and the PNG to write.");
      System.exit(2);
    }
    BufferedImage content = read(arguments[0]);
    BufferedImage style = read(arguments[1]);
    Vertx vertx = join();
    int status = 0;
    try {
      Stylize stylize = new Stylize(content, style);
      vertx.deployVerticle(stylize).await();
      ImageIO.write(image(stylize.result.future().await()), "png", new File(arguments[2]));
      System.out.println("Saved " + arguments[2]);
    } catch (Exception e) {
      System.err.println(e.getMessage());
      status = 1;
    }
    vertx.close().await(ANSWER_SECONDS, TimeUnit.SECONDS);
    System.exit(status);
  }

  private static BufferedImage read(String file) throws IOException {
    BufferedImage image = ImageIO.read(new File(file));
    if (image == null) {
      throw new IOException(file + " is no picture that Java reads; give a PNG or a JPEG");
    }
    return image;
  }

  /** Joins the cluster that `./stylestream serve` founds on the loopback interface. */
  private static Vertx join() throws Exception {
    Config config = new Config().setClusterName("stylestream");
    config
        .setProperty("hazelcast.phone.home.enabled", "false")
        .setProperty("hazelcast.socket.bind.any", "false")
        .setProperty("hazelcast.logging.type", "none")
        .getNetworkConfig()
        .setPort(15701)
        .setPortCount(8)
        .getInterfaces()
        .setEnabled(true)
        .addInterface("127.0.0.1");
    JoinConfig members = config.getNetworkConfig().getJoin();
    members.getAutoDetectionConfig().setEnabled(false);
    members.getMulticastConfig().setEnabled(false);
    members.getTcpIpConfig().setEnabled(true);
    for (int port = 15701; port < 15709; port++) {
      members.getTcpIpConfig().addMember("127.0.0.1:" + port);
    }
    config.addMultiMapConfig(
        new MultiMapConfig("__vertx.subs").setValueCollectionType(ValueCollectionType.SET));
    return Vertx.builder()
        .with(
            new VertxOptions()
                .setEventBusOptions(
                    new EventBusOptions().setHost("127.0.0.1").setClusterPublicHost("127.0.0.1")))
        .withClusterManager(new HazelcastClusterManager(config))
        .buildClustered()
        .await(60, TimeUnit.SECONDS);
  }

  /** Submits the job and uploads its images. */
  @Override
  public Future<?> start() throws NoSuchAlgorithmException {
    JsonObject request = request();
    return vertx
        .eventBus()
        .consumer("stylestream.client." + clientId, this::received)
        .completion()
        .compose(ready -> submit(request))
        .compose(this::submitted);
  }

  private Future<?> submitted(JsonObject reply) {
    attachment = reply.getLong("attachment");
    engine = "stylestream.engine." + reply.getString("engineId");
    grant();
    vertx.setPeriodic(RENEWAL_MILLIS, timer -> renew());
    Future<?> uploads = Future.succeededFuture();
    for (Object sha256 : reply.getJsonArray("missing")) {
      uploads = uploads.compose(done -> upload((String) sha256, 0));
    }
    return uploads;
  }

  private JsonObject request() throws NoSuchAlgorithmException {
    return new JsonObject()
        .put("type", "style-transfer")
        .put("network", "auto")
        .put("preset", "stylestream")
        .put("changes", new JsonObject())
        .put("content", described(content))
        .put(
            "styles",
            new JsonArray()
                .add(new JsonObject().put("image", described(style)).put("weight", 1.0)))
        .put("seed", 0);
  }

  /** Describes an image, and keeps its pixels by their SHA-256. */
  private JsonObject described(BufferedImage image) throws NoSuchAlgorithmException {
    byte[] pixels = new byte[image.getHeight() * image.getWidth() * 3];
    int next = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        pixels[next++] = (byte) (rgb >> 16);
        pixels[next++] = (byte) (rgb >> 8);
        pixels[next++] = (byte) rgb;
      }
    }
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels));
    images.put(sha256, pixels);
    return new JsonObject()
        .put("height", image.getHeight())
        .put("width", image.getWidth())
        .put("datatype", "u8")
        .put("sha256", sha256);
  }

  private Future<JsonObject> submit(JsonObject request) {
    JsonObject delivery =
        new JsonObject()
            .put("keepEvery", 0)
            .put("keptDatatype", "u8")
            .put("resultDatatype", "u8")
            .put("checkpointEvery", 0)
            .put("checkpointsToClient", false)
            .put("onClientLoss", "cancel");
    JsonObject submit =
        new JsonObject()
            .put("type", "submit")
            .put("version", 1)
            .put("jobId", jobId)
            .put("clientId", clientId)
            .put("priority", "normal")
            .put("request", request)
            .put("delivery", delivery)
            .put("chunks", true);
    return ask(submit).compose(reply -> patient(reply, request));
  }

  /** Submits again, later, where the engine is busy. */
  private Future<JsonObject> patient(JsonObject reply, JsonObject request) {
    if (!reply.getString("type").equals("busy")) {
      return Future.succeededFuture(reply);
    }
    int millis = reply.getInteger("retryAfterMillis");
    System.out.printf("The engine is busy; asking again in %d ms%n", millis);
    return vertx.timer(millis, TimeUnit.MILLISECONDS).compose(rested -> submit(request));
  }

  /** Asks the engine; fails with its sentence where it refuses. */
  private Future<JsonObject> ask(Object message) {
    return vertx
        .eventBus()
        .<JsonObject>request(engine, message)
        .map(Message::body)
        .recover(
            failure ->
                Future.failedFuture(
                    "no engine answers (%s); start one with ./stylestream serve"
                        .formatted(failure.getMessage())))
        .compose(
            reply ->
                reply.getString("type").equals("refused")
                    ? Future.failedFuture(reply.getJsonObject("fault").getString("message"))
                    : Future.succeededFuture(reply));
  }

  /** Sends the rest of an image chunk by chunk, each as a request. */
  private Future<?> upload(String sha256, int offset) {
    byte[] pixels = images.get(sha256);
    if (offset >= pixels.length) {
      return Future.succeededFuture();
    }
    JsonObject header =
        new JsonObject()
            .put("jobId", jobId)
            .put("attachment", 0)
            .put("sequence", 0)
            .put("preview", 0)
            .put("upload", sha256)
            .put("total", pixels.length)
            .put("offset", offset);
    int length = Math.min(CHUNK, pixels.length - offset);
    return ask(chunk(header.toBuffer(), pixels, offset, length))
        .compose(uploaded -> upload(sha256, offset + length));
  }

  private static Buffer chunk(Buffer header, byte[] bytes, int offset, int length) {
    Buffer message = Buffer.buffer("SSF1").appendIntLE(0);
    message.appendIntLE(header.length()).appendIntLE(length).appendBuffer(header);
    message.appendBytes(new byte[-header.length() & 7]).appendBytes(bytes, offset, length);
    return message.setIntLE(4, checksum(message));
  }

  private static int checksum(Buffer message) {
    CRC32C checksum = new CRC32C();
    checksum.update(message.getBytes(8, message.length()));
    return (int) checksum.getValue();
  }

  /** The event loop hands over whatever comes to this client. */
  private void received(Message<Object> message) {
    heard = System.currentTimeMillis();
    try {
      if (message.body() instanceof Buffer chunk) {
        chunkCame(chunk);
      } else if (message.body() instanceof JsonObject event) {
        eventCame(event);
      }
    } catch (RuntimeException e) {
      result.tryFail(e);
    }
  }

  /** Takes the next event; what came before, and what follows a gap, is passed over. */
  private void eventCame(JsonObject message) {
    boolean next = awaited == null && message.getLong("sequence") == consumed + 1;
    if (message.getLong("attachment") != attachment || !next) {
      return;
    }
    JsonObject event = message.getJsonObject("event");
    JsonObject reference = event.getJsonObject("result", event.getJsonObject("file"));
    if (reference == null) {
      consumed(event, null);
      return;
    }
    long bytes =
        reference.getLong("height") * reference.getLong("width") * reference.getLong("channels");
    if (bytes > LARGEST_FRAME || !reference.getString("datatype").equals("u8")) {
      throw new IllegalStateException("the engine announces a frame that wasn't asked for");
    }
    awaited = event;
    frame = new byte[(int) bytes];
    filled = 0;
  }

  private void chunkCame(Buffer message) {
    if (!isWhole(message)) {
      return;
    }
    int headerEnd = 16 + message.getIntLE(8);
    JsonObject header = new JsonObject(message.getBuffer(16, headerEnd));
    Buffer payload = message.getBuffer((int) aligned(headerEnd), message.length());
    if (awaited == null
        || header.getLong("attachment") != attachment
        || header.getLong("sequence") != consumed + 1
        || header.getLong("offset") != filled
        || filled + payload.length() > frame.length) {
      return;
    }
    payload.getBytes(frame, filled);
    filled += payload.length();
    if (filled == frame.length) {
      consumed(awaited, frame);
    } else if (filled - granted >= WINDOW / 2) {
      grant();
    }
  }

  private static boolean isWhole(Buffer message) {
    if (message.length() < 16 || !message.getString(0, 4).equals("SSF1")) {
      return false;
    }
    long header = message.getIntLE(8);
    long payload = message.getIntLE(12);
    return header > 0
        && payload > 0
        && aligned(16 + header) + payload == message.length()
        && message.getIntLE(4) == checksum(message);
  }

  private static long aligned(long offset) {
    return offset + 7 & ~7;
  }

  private void consumed(JsonObject event, byte[] bytes) {
    consumed++;
    awaited = null;
    filled = 0;
    grant();
    switch (event.getString("type")) {
      case "accepted" ->
          System.out.printf(
              "%d iterations on %s%n",
              event.getInteger("plannedIterations"),
              event.getJsonObject("device").getString("name"));
      case "progress" ->
          System.out.printf(
              "iteration %d, loss %.4g%n",
              event.getInteger("iteration"), event.getJsonObject("loss").getDouble("total"));
      case "completed" -> complete(event.getJsonObject("result"), bytes);
      case "failed" -> fail(event.getJsonObject("fault").getString("message"));
      case "cancelled" -> fail("the job was cancelled");
      default -> {}
    }
  }

  private void fail(String sentence) {
    result.tryFail(sentence);
  }

  private void complete(JsonObject reference, byte[] bytes) {
    result.tryComplete(
        new Picture(reference.getInteger("height"), reference.getInteger("width"), bytes));
  }

  private static BufferedImage image(Picture picture) {
    BufferedImage image =
        new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < picture.height() * picture.width(); i++) {
      int red = picture.pixels()[3 * i] & 0xff;
      int green = picture.pixels()[3 * i + 1] & 0xff;
      int blue = picture.pixels()[3 * i + 2] & 0xff;
      image.setRGB(i % picture.width(), i / picture.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }

  private JsonObject credit() {
    return new JsonObject()
        .put("jobId", jobId)
        .put("attachment", attachment)
        .put("consumed", consumed)
        .put("partial", filled)
        .put("bytes", WINDOW)
        .put("frames", 1)
        .put("previews", 0);
  }

  private void grant() {
    granted = filled;
    vertx
        .eventBus()
        .send(engine, new JsonObject().put("type", "grant").put("credit", credit()));
  }

  /** Keeps the lease; a credit that stays the same makes the engine send again what was lost. */
  private void renew() {
    if (System.currentTimeMillis() - heard > SILENCE_MILLIS) {
      fail("the engine hasn't been heard of for 20 s");
    }
    JsonObject renew =
        new JsonObject()
            .put("type", "renew")
            .put("clientId", clientId)
            .put("credits", new JsonArray().add(credit()));
    vertx
        .eventBus()
        .<JsonObject>request(engine, renew)
        .onSuccess(
            reply -> {
              heard = System.currentTimeMillis();
              if (reply.body().getJsonArray("unknown", new JsonArray()).contains(jobId)) {
                fail("the engine doesn't have the job any more");
              }
            });
  }
}
