package org.stylestream.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.stylestream.protocol.event.JobEvent;
import org.stylestream.protocol.message.Credit;

class CreditWindowTest {
  private static final int WINDOW = (int) ClientOptions.SMALLEST_WINDOW;

  private final CreditWindow window = new CreditWindow("j", Scripts.options("c"));

  @Test
  void aFrameThatTheListenerHasCountsAgainstTheWindowUntilItIsConsumed() {
    window.begin(1, 10);
    window.arrived(kept(11, WINDOW / 4));

    Credit busy = window.credit(0);
    window.consumed();
    Credit free = window.credit(100);

    assertThat(busy).isEqualTo(new Credit("j", 1, 10, WINDOW / 4, WINDOW - WINDOW / 4, 4, 0));
    assertThat(free).isEqualTo(new Credit("j", 1, 11, 100, WINDOW, 4, 0));
  }

  @Test
  void framesOfAnEarlierAttachmentCountUntilTheyAreConsumed() {
    window.begin(1, 0);
    window.arrived(kept(1, 1000));
    window.arrived(kept(2, 500));
    window.begin(7, 2);
    window.arrived(kept(3, 200));

    assertThat(window.credit(0)).isEqualTo(new Credit("j", 7, 2, 200, WINDOW - 1700, 2, 0));
    window.consumed();
    assertThat(window.credit(0)).isEqualTo(new Credit("j", 7, 2, 200, WINDOW - 700, 3, 0));
    window.consumed();
    window.consumed();
    assertThat(window.credit(9)).isEqualTo(new Credit("j", 7, 3, 9, WINDOW, 4, 0));
  }

  @Test
  void aFrameLargerThanTheWindowPausesTheOthersWhileItIsConsumed() {
    window.begin(1, 0);
    window.arrived(kept(1, 3 * WINDOW));

    assertThat(window.credit(0).bytes()).isZero();
  }

  @Test
  void theEngineIsToldWhenHalfOfTheWindowIsUsedUp() {
    window.begin(1, 0);
    assertThat(window.isDue(window.credit(0))).as("at first").isTrue();
    window.sent(window.credit(0));

    assertThat(window.isDue(window.credit(WINDOW / 2 - 1))).isFalse();
    assertThat(window.isDue(window.credit(WINDOW / 2))).isTrue();
  }

  @Test
  void theEngineIsToldWhenHalfOfTheFramesOrEventsAreConsumed() {
    window.begin(1, 0);
    window.sent(window.credit(0));
    consume(kept(1, 10));
    assertThat(window.isDue(window.credit(0))).isFalse();
    consume(kept(2, 10));
    assertThat(window.isDue(window.credit(0))).isTrue();

    window.sent(window.credit(0));
    for (int i = 0; i < 127; i++) {
      consume(new Arrival(3 + i, new JobEvent.Queued(1), Optional.empty()));
    }
    assertThat(window.isDue(window.credit(0))).isFalse();
    consume(new Arrival(130, new JobEvent.Queued(1), Optional.empty()));
    assertThat(window.isDue(window.credit(0))).isTrue();
  }

  @Test
  void theEngineIsToldWhenAPausedWindowIsFreeAgain() {
    window.begin(1, 0);
    window.arrived(kept(1, 3 * WINDOW));
    window.sent(window.credit(0));
    assertThat(window.isDue(window.credit(0))).isFalse();

    window.consumed();

    assertThat(window.isDue(window.credit(0))).isTrue();
  }

  private void consume(Arrival arrival) {
    window.arrived(arrival);
    window.consumed();
  }

  private static Arrival kept(long sequence, int bytes) {
    JobEvent.Kept event = new JobEvent.Kept((int) sequence, Scripts.frame(bytes));
    return new Arrival(sequence, event, Optional.of(new Frame(event.frame(), new byte[bytes])));
  }
}
