package io.heddle.agent.clock;

import io.heddle.audit.spool.ClockInterval.Status;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Asks chronyd for its tracking, as {@code chronyc tracking} does: version 6 of its command
 * protocol, over UDP on the loopback address. No process is started, and nothing leaves the
 * machine.
 *
 * <p>The bound is chrony's own, {@code |system time offset| + root dispersion + root delay / 2}; it
 * drifts by chrony's default {@code maxclockerror} of 1 ppm and its skew. One that is its own
 * reference ({@code local}) says that it is synchronised and never wrong; it vouches for nothing.
 */
final class Chrony implements ClockSource {
  /** Where chronyd listens unless it is told otherwise ({@code cmdport}). */
  static final int PORT = 323;

  private static final int TIMEOUT_MILLIS = 100;
  private static final byte PROTOCOL = 6;
  private static final byte REQUEST = 1;
  private static final byte REPLY = 2;
  private static final short TRACKING = 33;
  private static final short TRACKING_REPLY = 5;

  /** A request is as long as its reply, so that nobody can have a small one amplified. */
  private static final int SIZE = 104;

  private static final int COMMAND = 4;
  private static final int REPLY_FORM = 6;
  private static final int STATUS = 8;
  private static final int SEQUENCE_SENT = 8;
  private static final int SEQUENCE = 16;
  private static final int REFERENCE_ID = 28;
  private static final int LEAP_STATUS = 54;
  private static final int OFFSET = 68;
  private static final int SKEW_PPM = 88;
  private static final int ROOT_DELAY = 92;
  private static final int ROOT_DISPERSION = 96;

  private static final int UNSYNCHRONISED = 3;

  /** 127.127.1.1, NTP's name of a clock that nothing disciplines. */
  private static final int LOCAL = 0x7f7f_0101;

  private static final double MAX_CLOCK_ERROR_PPM = 1;
  private static final double MOST_SECONDS = 3_600;

  private final int port;

  Chrony(int port) {
    this.port = port;
  }

  @Override
  public ClockReading read(long nanoTime) {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      // Connected, so that nobody else can answer, and a closed port is told at once.
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(TIMEOUT_MILLIS);
      int sequence = Long.hashCode(nanoTime);
      ByteBuffer request = ByteBuffer.allocate(SIZE);
      request.put(PROTOCOL).put(REQUEST).putShort(COMMAND, TRACKING);
      request.putInt(SEQUENCE_SENT, sequence);
      socket.send(new DatagramPacket(request.array(), SIZE));
      DatagramPacket reply = new DatagramPacket(new byte[SIZE + 1], SIZE + 1);
      socket.receive(reply);
      return reply.getLength() < SIZE
          ? null
          : parse(ByteBuffer.wrap(reply.getData()), sequence, nanoTime);
    } catch (IOException | RuntimeException nobody) {
      return null;
    }
  }

  private static ClockReading parse(ByteBuffer reply, int sequence, long nanoTime) {
    if (reply.get(0) != PROTOCOL
        || reply.get(1) != REPLY
        || reply.getShort(COMMAND) != TRACKING
        || reply.getShort(REPLY_FORM) != TRACKING_REPLY
        || reply.getShort(STATUS) != 0
        || reply.getInt(SEQUENCE) != sequence) {
      return null;
    }
    double seconds =
        Math.abs(number(reply, OFFSET))
            + Math.abs(number(reply, ROOT_DISPERSION))
            + Math.abs(number(reply, ROOT_DELAY)) / 2;
    double driftPpm = MAX_CLOCK_ERROR_PPM + Math.abs(number(reply, SKEW_PPM));
    if (!(seconds < MOST_SECONDS) || !(driftPpm < 1e6)) {
      return null;
    }
    boolean isSynchronised =
        reply.getShort(LEAP_STATUS) != UNSYNCHRONISED && reply.getInt(REFERENCE_ID) != LOCAL;
    return new ClockReading(
        isSynchronised ? Status.SYNCHRONISED : Status.FREE_RUNNING,
        (long) Math.ceil(seconds * 1e9),
        (long) Math.ceil(driftPpm * 1_000),
        nanoTime);
  }

  /** chrony's own floating point: 7 bits of exponent and 25 of coefficient, both signed. */
  private static double number(ByteBuffer reply, int at) {
    int bits = reply.getInt(at);
    int exponent = bits >> 25;
    int coefficient = bits << 7 >> 7;
    return Math.scalb((double) coefficient, exponent - 25);
  }
}
