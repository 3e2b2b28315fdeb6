package io.heddle.it.oracle;

import io.heddle.it.harness.AgentHome;
import io.heddle.it.harness.ArchiveReader;
import io.heddle.it.harness.ArchivedOperation;
import io.heddle.it.harness.Jcmd;
import io.heddle.it.harness.Jdk;
import io.heddle.it.harness.Jvm;
import io.heddle.it.harness.JvmCommand;
import io.heddle.it.histories.app.HistoriesApplication;
import io.heddle.it.histories.engine.Engine;
import io.heddle.it.histories.engine.Histories;
import io.heddle.it.histories.engine.History;
import io.heddle.it.histories.engine.Round;
import io.heddle.it.histories.engine.Truth;
import io.heddle.it.histories.named.Catalogue;
import io.heddle.it.oracle.driver.Driver;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The application that runs histories under the packaged agent, and the spool it leaves. */
final class Subject implements AutoCloseable {
  /** How long a round may take: no round of any driver needs as many seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Jvm jvm;
  private final Jdk jdk;
  private final AgentHome home;
  private final Path folder;
  private final Engine engine;
  private final Histories histories;
  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final Spool spool;
  private final boolean blamesUnknown;

  private Subject(
      Jvm jvm,
      Jdk jdk,
      AgentHome home,
      Path folder,
      Engine engine,
      Histories histories,
      int port,
      boolean blamesUnknown)
      throws IOException {
    this.jvm = jvm;
    this.jdk = jdk;
    this.home = home;
    this.folder = folder;
    this.blamesUnknown = blamesUnknown;
    this.engine = engine;
    this.histories = histories;
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    this.spool = Spool.of(home.spool());
  }

  /**
   * Starts it on a database of its own.
   *
   * @param blamesUnknown whether UNKNOWN is a fault where nothing has failed
   */
  static Subject start(Driver driver, Jdk jdk, Path folder, boolean blamesUnknown)
      throws IOException, InterruptedException {
    return start(driver, Catalogue.RANDOM, jdk, folder, blamesUnknown);
  }

  /**
   * Starts it on a database of its own, for histories of that catalogue.
   *
   * @param blamesUnknown whether UNKNOWN is a fault where nothing has failed
   */
  static Subject start(
      Driver driver, Catalogue catalogue, Jdk jdk, Path folder, boolean blamesUnknown)
      throws IOException, InterruptedException {
    AgentHome home =
        AgentHome.in(folder).with("spool.max-bytes", "512MiB").with("spool.segment-bytes", "16MiB");
    if (!driver.classes().isEmpty()) {
      home.with("jdbc.drivers", String.join(",", driver.classes()));
    }
    JvmCommand command =
        Jvm.on(jdk)
            .withDefaultOptions()
            .option("-Xmx1g")
            .option("-XX:+UseSerialGC")
            .agent(home)
            .main(HistoriesApplication.class.getName(), driver.classPath(jdk))
            .arguments(
                driver.engine(),
                catalogue,
                driver.newUrl(folder),
                driver.user(),
                driver.password());
    driver.options().forEach(command::option);
    Jvm jvm = command.start("histories-" + driver.name(), folder);
    try {
      int port = Integer.parseInt(jvm.awaitLine("PORT (\\d+)").group(1));
      Engine engine = driver.engine();
      return new Subject(jvm, jdk, home, folder, engine, catalogue.of(engine), port, blamesUnknown);
    } catch (IOException | InterruptedException | AssertionError failure) {
      jvm.close();
      throw failure;
    }
  }

  /** The whole history of a seed, or of a number in the catalogue. */
  History history(long seed) {
    return histories.history(seed);
  }

  /** Asks for a round; {@link #judge} hears the answer. Another may be asked for before that. */
  void ask(Round round) throws IOException {
    round.write(out);
    out.flush();
  }

  /** The oldest round that was asked for, judged. */
  List<Judged> judge(Round round) throws IOException {
    return judged(round, hear(round), spool.round());
  }

  /**
   * Runs a round, ends the application, and judges what the packaged command then reads from the
   * archive. Only to be called once, as the first round.
   */
  List<Judged> runIntoArchive(Round round) throws IOException, InterruptedException {
    ask(round);
    List<Truth> truths = hear(round);
    socket.close();
    jvm.awaitExit();
    Recorded recorded = new Recorded();
    for (ArchivedOperation archived : ArchiveReader.of(jdk, home, folder).all()) {
      recorded.add(Claim.of(archived));
    }
    return judged(round, truths, recorded);
  }

  /**
   * The answer to a round.
   *
   * @throws StuckException if the application says nothing for minutes
   */
  private List<Truth> hear(Round round) throws IOException {
    List<Truth> truths = new ArrayList<>(round.requests().size());
    try {
      for (int i = 0; i < round.requests().size(); i++) {
        truths.add(Truth.read(in));
      }
    } catch (SocketTimeoutException silent) {
      throw new StuckException(PATIENCE, threads(), silent);
    } catch (IOException broken) {
      throw new IOException("the application has ended: " + lastWords(), broken);
    }
    return truths;
  }

  private String threads() throws IOException {
    try {
      return Jcmd.of(jdk, jvm.pid(), "Thread.print");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("while the application was asked for its threads");
    }
  }

  private List<Judged> judged(Round round, List<Truth> truths, Recorded recorded) {
    List<Judged> judged = new ArrayList<>(truths.size());
    for (int i = 0; i < truths.size(); i++) {
      History history = round.requests().get(i).of(histories);
      judged.add(
          Judge.of(engine, history, truths.get(i), recorded.histories().get(i), blamesUnknown));
    }
    return judged;
  }

  /** It may still be writing its stack trace. */
  private String lastWords() {
    try {
      jvm.endsWithin(Duration.ofSeconds(2));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return jvm.describe();
  }

  /** Runs a round and judges it. */
  List<Judged> run(Round round) throws IOException {
    ask(round);
    return judge(round);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    spool.close();
    jvm.close();
  }
}
