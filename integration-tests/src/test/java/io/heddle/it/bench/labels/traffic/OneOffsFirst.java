package io.heddle.it.bench.labels.traffic;

/** So many tenants that ask once and never again, and then somebody else's traffic. */
final class OneOffsFirst implements Traffic {
  private final Traffic then;
  private int left;

  OneOffsFirst(int oneOffs, Traffic then) {
    this.left = oneOffs;
    this.then = then;
  }

  @Override
  public int next(long micros) {
    if (left > 0) {
      left--;
      return ONE_OFF;
    }
    return then.next(micros);
  }

  @Override
  public int tenants() {
    return then.tenants();
  }
}
