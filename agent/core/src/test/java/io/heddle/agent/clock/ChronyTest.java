package io.heddle.agent.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.spool.ClockInterval.Status;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a socket that answers as chronyd does, laid out by chrony's candm.h. */
class ChronyTest {
  private DatagramSocket chronyd;
  private Thread answering;
  private volatile UnaryOperator<byte[]> answer = ChronyTest::tracking;

  @BeforeEach
  void listen() throws SocketException {
    chronyd = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    answering = new Thread(this::serve, "chronyd");
    answering.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    chronyd.close();
    answering.join();
  }

  @Test
  void boundsTheErrorByOffsetDispersionAndHalfTheDelay() {
    ClockReading reading = chrony().read(42);
    assertThat(reading.status()).isEqualTo(Status.SYNCHRONISED);
    // 1/1024 s off, 1/4096 s dispersion, 1/512 s delay
    assertThat(reading.boundNanos()).isEqualTo(976_563 + 244_140 + 976_563);
    assertThat(reading.driftPpb()).as("1 ppm and a skew of a quarter").isEqualTo(1_250);
    assertThat(reading.takenNanos()).isEqualTo(42);
  }

  @Test
  void saysSoIfTheClockIsNotSynchronised() {
    answer = request -> with(tracking(request), 54, 0, 3);
    assertThat(chrony().read(1).status()).isEqualTo(Status.FREE_RUNNING);
  }

  @Test
  void saysSoIfTheClockIsItsOwnReference() {
    answer = request -> with(tracking(request), 28, 127, 127, 1, 1);
    assertThat(chrony().read(1).status()).isEqualTo(Status.FREE_RUNNING);
  }

  @Test
  void saysNothingOfAnAnswerThatIsNone() {
    int[][] wrong = {{0, 5}, {1, 1}, {4, 9}, {7, 6}, {9, 1}, {16, 77}};
    for (int[] change : wrong) {
      answer = request -> with(tracking(request), change[0], change[1]);
      assertThat(chrony().read(1)).as("byte %d", change[0]).isNull();
    }
    answer = request -> new byte[40];
    assertThat(chrony().read(1)).as("short").isNull();
    answer = request -> with(tracking(request), 96, 0x3e, 0xff, 0xff, 0xff);
    assertThat(chrony().read(1)).as("a dispersion of years").isNull();
  }

  @Test
  void doesNotWaitForOneWhoIsNotThere() throws Exception {
    answer = request -> null;
    assertThat(chrony().read(1)).as("silent").isNull();
    int port = chronyd.getLocalPort();
    stop();
    assertThat(new Chrony(port).read(1)).as("gone").isNull();
  }

  private Chrony chrony() {
    return new Chrony(chronyd.getLocalPort());
  }

  private void serve() {
    while (!chronyd.isClosed()) {
      try {
        DatagramPacket request = new DatagramPacket(new byte[200], 200);
        chronyd.receive(request);
        assertThat(request.getLength()).as("no shorter than the answer").isEqualTo(104);
        byte[] reply = answer.apply(request.getData());
        if (reply != null) {
          chronyd.send(new DatagramPacket(reply, reply.length, request.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static byte[] tracking(byte[] request) {
    ByteBuffer in = ByteBuffer.wrap(request);
    assertThat(in.get(0)).isEqualTo((byte) 6);
    assertThat(in.get(1)).isEqualTo((byte) 1);
    assertThat(in.getShort(4)).isEqualTo((short) 33);
    ByteBuffer out = ByteBuffer.allocate(104);
    out.put((byte) 6).put((byte) 2).putShort((short) 0).putShort((short) 33).putShort((short) 5);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    out.putInt(in.getInt(8)).putInt(0).putInt(0);
    out.position(52).putShort((short) 3).putShort((short) 0);
    out.position(68);
    out.putInt(number(-1, -10)); // current correction
    out.putInt(0).putInt(0).putInt(0).putInt(0);
    out.putInt(number(1, -2)); // skew, ppm
    out.putInt(number(1, -9)); // root delay
    out.putInt(number(1, -12)); // root dispersion
    return out.array();
  }

  /** {@code sign * 2^power}, as chrony writes it. */
  private static int number(int sign, int power) {
    int coefficient = sign * (1 << 20);
    int exponent = power - 20 + 25;
    return exponent << 25 | coefficient & 0x1ff_ffff;
  }

  private static byte[] with(byte[] reply, int at, int... values) {
    for (int i = 0; i < values.length; i++) {
      reply[at + i] = (byte) values[i];
    }
    return reply;
  }
}
