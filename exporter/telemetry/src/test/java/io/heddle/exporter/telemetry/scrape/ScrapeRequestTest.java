package io.heddle.exporter.telemetry.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeRequestTest {
  @Test
  void readsWhatThePageNeeds() throws IOException {
    ScrapeRequest request =
        read("GET /metrics?a=b HTTP/1.1\r\nHost: x\r\nACCEPT: a/b\r\naccept:c/d \r\n\r\nbody");

    assertThat(request).isEqualTo(new ScrapeRequest("GET", "/metrics", "a=b", "a/b,c/d", "", ""));
  }

  @Test
  void takesSilenceForSilence() throws IOException {
    assertThat(read("")).isNull();
  }

  @Test
  void survivesWhateverBytesComeInFromOutside() throws IOException {
    Random random = new Random(9464);
    String[] pieces = {
      "GET ", "/metrics", " HTTP/1.1", "\r\n", "\n", ":", "Accept", "\0", " ", "?", "é"
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder request = new StringBuilder();
      for (int piece = random.nextInt(12); piece > 0; piece--) {
        request.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        ScrapeRequest read = read(request.toString());
        assertThat(read == null || read.path().startsWith("/")).isTrue();
      } catch (ScrapeRequest.Malformed malformed) {
        assertThat(malformed.status).isBetween(400, 499);
      }
    }
  }

  private static ScrapeRequest read(String request) throws IOException {
    return ScrapeRequest.read(
        new ByteArrayInputStream(request.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "deflate, gzip;q=0.5, br | true",
        "GZIP | true",
        "gzip;q=0 | false",
        "gzip;q=0.000 | false",
        "identity | false",
        "'' | false",
        "xgzip, ;, ,;q | false",
      })
  void isZippedIfTheOtherSideAsks(String header, boolean isZipped) throws Exception {
    String head = "GET /metrics HTTP/1.1\r\nAccept-Encoding: " + header + "\r\n\r\n";
    byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ScrapeRequest.read(new ByteArrayInputStream(bytes)).acceptsGzip())
        .isEqualTo(isZipped);
  }
}
