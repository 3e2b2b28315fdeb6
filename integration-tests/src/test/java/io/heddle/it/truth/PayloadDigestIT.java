package io.heddle.it.truth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.Application;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Client;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jdks;
import io.heddle.it.harness.MetricsPage;
import io.heddle.it.harness.TomcatApplication;
import io.heddle.it.harness.Trace;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The digest of what an application has read of a request's body, however it reads. */
class PayloadDigestIT {
  private static final byte[] LARGE = new byte[300_000];
  private static final byte[] TEXT = "größe\n".repeat(2_000).getBytes(UTF_8);
  private static final byte[] FORM = ("field=" + "x".repeat(1_000)).getBytes(UTF_8);

  static {
    new Random(1).nextBytes(LARGE);
  }

  @TempDir Path folder;

  private Application application;

  @ParameterizedTest
  @MethodSource("io.heddle.it.harness.Jdks#all")
  void isThatOfTheBodyInWhateverWayItIsRead(Jdk jdk) throws Exception {
    AgentHome home = AgentHome.in(folder);
    home.withPolicy(
        """
        version: 1
        revision: 1
        audit:
          rules:
            - {action: record, types: [create], targets: ["/body*"], digest: true}
        """);
    Trace stream;
    Trace chunked;
    Trace listened;
    Trace listenedChunked;
    Trace begunChunked;
    Trace reader;
    Trace form;
    Trace beginning;
    Trace unread;
    Trace otherRoute;
    Trace otherType;
    try (Application started = TomcatApplication.start(jdk, home, folder)) {
      application = started;
      MetricsPage.await(
          home.metricsPort(),
          "the policy",
          Duration.ofSeconds(20),
          page -> page.sum("heddle_policy_revision") == 1);
      stream = send("POST", "/body?as=stream", "", LARGE, "300000 bytes");
      chunked = send("POST", "/body?as=stream", "chunked", LARGE, "300000 bytes");
      listened = send("POST", "/body-later", "", LARGE, "300000 bytes");
      listenedChunked = send("POST", "/body-later", "chunked", LARGE, "300000 bytes");
      begunChunked =
          send("POST", "/body?as=beginning", "chunked", LARGE, (LARGE[0] & 0xff) + " first");
      reader = send("POST", "/body?as=reader", "", TEXT, "2000 lines");
      form = send("POST", "/body?as=form", "form", FORM, "1000 characters");
      beginning = send("POST", "/body?as=beginning", "", LARGE, (LARGE[0] & 0xff) + " first");
      unread = send("POST", "/body?as=nothing", "", TEXT, "nothing");
      otherRoute = send("POST", "/commit?name=a", "", TEXT, null);
      otherType = send("PUT", "/body?as=stream", "", TEXT, TEXT.length + " bytes");
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
      assertThat(application.jvm().stderr()).allMatch(line -> line.startsWith("heddle: "));
    }

    List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
    for (Trace whole : List.of(stream, chunked, listened, listenedChunked)) {
      assertThat(digest(archived, whole).path("sha256").asText()).isEqualTo(sha256(LARGE));
      assertThat(digest(archived, whole).path("whole").asBoolean()).isTrue();
      assertThat(digest(archived, whole).path("bytes").asLong()).isEqualTo(LARGE.length);
    }
    assertThat(digest(archived, reader).path("sha256").asText()).isEqualTo(sha256(TEXT));
    assertThat(digest(archived, form).path("sha256").asText()).isEqualTo(sha256(FORM));
    for (Trace cut : List.of(beginning, begunChunked)) {
      JsonNode begun = digest(archived, cut);
      assertThat(begun.path("whole").asBoolean(true)).isFalse();
      int size = begun.path("bytes").asInt();
      assertThat(size).isBetween(1, 100_000);
      assertThat(begun.path("sha256").asText()).isEqualTo(sha256(Arrays.copyOf(LARGE, size)));
    }
    for (Trace none : List.of(unread, otherRoute, otherType)) {
      assertThat(digest(archived, none).isMissingNode()).isTrue();
    }
  }

  @Test
  void isMadeUnderAKeyOfTheTenantWhereTheRuleEncryptsDetail() throws Exception {
    Path master =
        Files.write(folder.resolve("master"), "0123456789abcdef".repeat(2).getBytes(UTF_8));
    Files.setPosixFilePermissions(master, PosixFilePermissions.fromString("rw-------"));
    AgentHome home = AgentHome.in(folder).with("privacy.master-key", "file:" + master);
    home.withPolicy(
        """
        version: 1
        revision: 1
        audit:
          rules:
            - {action: record, types: [create], targets: [/body], digest: true, detail: encrypted}
            - {action: record, types: [create], targets: [/body-later], digest: true}
        """);
    Jdk jdk = Jdks.oldest();
    Trace keyed;
    Trace same;
    Trace plain;
    try (Application started = TomcatApplication.start(jdk, home, folder)) {
      application = started;
      MetricsPage.await(
          home.metricsPort(),
          "keys can be made",
          Duration.ofSeconds(30),
          page -> page.has("heddle_audit_tenant_keys_total"));
      keyed = send("POST", "/body?as=stream", "", TEXT, TEXT.length + " bytes");
      same = send("POST", "/body?as=reader", "", TEXT, "2000 lines");
      plain = send("POST", "/body-later", "", TEXT, TEXT.length + " bytes");
      assertThat(application.jvm().terminate().awaitExit()).isEqualTo(143);
    }
    List<ArchivedOperation> archived = ArchiveReader.of(jdk, home, folder).all();
    JsonNode hmac = extras(archived, keyed).path("payload_hmac");
    assertThat(hmac.path("whole").asBoolean()).as(hmac.toString()).isTrue();
    assertThat(hmac.path("bytes").asLong()).isEqualTo(TEXT.length);
    assertThat(hmac.toString()).doesNotContain(sha256(TEXT));
    assertThat(extras(archived, same).path("payload_hmac")).isEqualTo(hmac);
    assertThat(digest(archived, keyed).isMissingNode()).isTrue();
    assertThat(digest(archived, plain).path("sha256").asText()).isEqualTo(sha256(TEXT));
    assertThat(extras(archived, plain).has("payload_hmac")).as("its rule asks for none").isFalse();
  }

  private Trace send(String method, String path, String how, byte[] body, String answer) {
    Trace trace = Trace.start();
    BodyPublisher publisher =
        how.equals("chunked")
            ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
            : BodyPublishers.ofByteArray(body);
    String type =
        how.equals("form") ? "application/x-www-form-urlencoded" : "text/plain;charset=UTF-8";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path))
            .header("traceparent", trace.traceParent())
            .header("Content-Type", type)
            .method(method, publisher)
            .build();
    String received = Client.send(request).body();
    if (answer != null) {
      assertThat(received).isEqualTo(answer);
    }
    return trace;
  }

  private static JsonNode digest(List<ArchivedOperation> archived, Trace trace) {
    return extras(archived, trace).path("payload_digest");
  }

  private static JsonNode extras(List<ArchivedOperation> archived, Trace trace) {
    List<ArchivedOperation> requests =
        archived.stream()
            .filter(ArchivedOperation::isRequest)
            .filter(record -> record.traceId().equals(trace.id()))
            .toList();
    assertThat(requests).hasSize(1);
    return requests.get(0).extras();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
