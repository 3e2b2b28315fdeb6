package io.heddle.it.spring;

import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Each method is one transaction. */
@Service
class PurchaseService {
  private final Purchases purchases;

  PurchaseService(Purchases purchases) {
    this.purchases = purchases;
  }

  @Transactional
  public long buy(String item, int quantity) {
    return purchases.saveAndFlush(new Purchase(item, quantity)).id();
  }

  /** Writes, then changes its mind: Spring rolls the transaction back. */
  @Transactional
  public void buyAndRegret(String item, int quantity) {
    purchases.saveAndFlush(new Purchase(item, quantity));
    throw new RegretException(item);
  }

  @Transactional
  public void change(long id, int quantity) {
    purchases.findById(id).orElseThrow().change(quantity);
  }

  @Transactional
  public void cancel(long id) {
    purchases.deleteById(id);
  }

  @Transactional(readOnly = true)
  public List<String> find(String item) {
    return purchases.findByItem(item).stream().map(Purchase::describe).toList();
  }
}
