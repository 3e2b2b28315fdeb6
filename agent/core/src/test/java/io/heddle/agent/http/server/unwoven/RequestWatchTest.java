package io.heddle.agent.http.server.unwoven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestWatchTest {
  private static final String JETTY = "org.eclipse.jetty.server.Server";

  private final List<String> log = new ArrayList<>();
  private final Map<String, Map<String, ?>> notes = new HashMap<>();
  private Set<String> loaded = Set.of();
  private int looks;
  private long statements;
  private long requests;

  private final RequestWatch watch =
      new RequestWatch(
          RequestWatch.INTERVAL_MILLIS,
          () -> statements,
          () -> requests,
          this::loaded,
          log::add,
          notes::put);

  @AfterEach
  void forgetProperty() {
    System.clearProperty(RequestWatch.PROPERTY);
  }

  @Test
  void aServerThatIsNotInstrumentedIsToldOfOnce() {
    loaded = Set.of(JETTY, "io.netty.bootstrap.ServerBootstrap");
    pass(1_234);
    pass(500);

    assertThat(log)
        .singleElement()
        .asString()
        .startsWith(
            "1234 statements ran in the last 60 s and no HTTP request has been seen since the"
                + " start; the process has loaded the server "
                + JETTY
                + ", which Heddle does not");
    assertThat(notes.get("SERVER_NOT_WOVEN").get("server")).isEqualTo(JETTY);
    assertThat(System.getProperty(RequestWatch.PROPERTY)).isEqualTo("1234\n" + JETTY + "\n");
    assertThat(watch.server()).isEqualTo(JETTY);
    assertThat(looks).isEqualTo(1);
  }

  @Test
  void aJobWithoutAServerIsShownToTheDoctorAlone() {
    pass(50);

    assertThat(log).isEmpty();
    assertThat(notes).isEmpty();
    assertThat(System.getProperty(RequestWatch.PROPERTY)).isEqualTo("50\n");
  }

  @Test
  void classesAreLookedThroughMoreAndMoreSeldom() {
    for (int minute = 0; minute < 1_000; minute++) {
      pass(50);
    }

    assertThat(looks).isEqualTo(9);
  }

  @Test
  void aServerThatStartsLaterIsFound() {
    pass(50);
    loaded = Set.of("com.sun.net.httpserver.HttpServer");
    pass(50);
    pass(50);

    assertThat(watch.server()).isEqualTo("com.sun.net.httpserver.HttpServer");
    assertThat(log).hasSize(1);
  }

  @Test
  void nothingIsSaidOfATomcatThatHasServedNoRequestYet() {
    loaded = Set.of(JETTY, UnwovenServer.WOVEN);
    pass(50);

    assertThat(log).isEmpty();
  }

  @Test
  void nothingIsLookedForWhereRequestsAreSeenOrHardlyAStatementRuns() {
    loaded = Set.of(JETTY);
    pass(RequestWatch.FEWEST - 1);
    requests = 1;
    pass(50);

    assertThat(looks).isZero();
    assertThat(System.getProperty(RequestWatch.PROPERTY)).isNull();
  }

  @Test
  void aRequestThatIsSeenAfterAllTakesTheFindingBack() {
    loaded = Set.of(JETTY);
    pass(50);
    requests = 1;
    pass(50);

    assertThat(System.getProperty(RequestWatch.PROPERTY)).isEmpty();
    assertThat(watch.isServing()).isTrue();
  }

  private void pass(int ran) {
    statements += ran;
    watch.run();
  }

  private Set<String> loaded(Collection<String> wanted) {
    looks++;
    assertThat(wanted).containsAll(loaded);
    return loaded;
  }
}
