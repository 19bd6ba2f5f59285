package caravan.sandbox.determined;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A part of a list, as the API cuts it.
 *
 * @param items the part's
 */
record Page<T>(List<T> items, int offset, int limit, int start, int end, int total) {

    /** Limit 0 is {@code otherwise}; where that is 0 as well, or the limit is negative, there is none; -2 gives no item. */
    static <T> Page<T> of(List<T> all, Call call, int otherwise) {
        int offset = call.askedNumber("offset").orElse(0);
        int limit = call.askedNumber("limit").orElse(0);
        int total = all.size();
        int start = Math.min(total, offset < 0 ? Math.max(0, total + offset) : offset);
        int most = limit == 0 ? otherwise : limit;
        int end = limit == -2 ? start : most <= 0 ? total : Math.min(total, start + most);
        return new Page<>(all.subList(start, end), offset, limit, start, end, total);
    }

    ObjectNode json() {
        return Json.object()
                .put("offset", offset)
                .put("limit", limit)
                .put("startIndex", start)
                .put("endIndex", end)
                .put("total", total);
    }
}
