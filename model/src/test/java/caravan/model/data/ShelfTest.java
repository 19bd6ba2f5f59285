package caravan.model.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ShelfTest {

    @Property(tries = 50)
    void what_is_kept_does_not_depend_on_the_order_of_coming(@ForAll Random random) {
        List<String> hashes = new ArrayList<>(List.of("1", "2", "3", "4", "5", "6", "7", "8"));
        Collections.shuffle(hashes, random);
        Shelf shelf = new Shelf(2, 10);
        hashes.forEach(h -> shelf.offer(Integer.parseInt(h) % 2 == 0 ? "cat" : "dog", h, new byte[1]));
        assertThat(shelf.some(4, Set.copyOf(hashes)).keySet()).containsExactly("2", "1", "4", "3");
    }

    @Test
    void large_and_unwanted_pictures_are_left_out() {
        Shelf shelf = new Shelf(3, 10);
        shelf.offer("cat", "1", new byte[11]);
        shelf.offer("cat", "2", new byte[10]);
        shelf.offer("cat", "3", new byte[10]);
        assertThat(shelf.some(4, Set.of("1", "3")).keySet()).containsExactly("3");
    }
}
