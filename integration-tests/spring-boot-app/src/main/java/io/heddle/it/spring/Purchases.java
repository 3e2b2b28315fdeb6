package io.heddle.it.spring;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The table, as Spring Data sees it. */
interface Purchases extends JpaRepository<Purchase, Long> {
  List<Purchase> findByItem(String item);
}
