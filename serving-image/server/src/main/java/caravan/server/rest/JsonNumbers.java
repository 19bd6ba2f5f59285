package caravan.server.rest;

import caravan.server.RequestException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Nested arrays of numbers, read as they stream by.
 *
 * @param shape outermost first
 */
record JsonNumbers(float[] values, List<Long> shape) {
    private static final int DEEPEST = 8;

    /** Reads the array whose start is the parser's current token. */
    static JsonNumbers read(JsonParser parser) throws IOException, RequestException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RequestException.badData("there is no array where one belongs");
        }
        parser.nextToken();
        return afterStart(parser);
    }

    /** Reads the rest of an array whose start is behind the parser. */
    static JsonNumbers afterStart(JsonParser parser) throws IOException, RequestException {
        FloatList values = new FloatList();
        List<Long> innermostFirst = new ArrayList<>();
        level(parser, values, innermostFirst, 0);
        Collections.reverse(innermostFirst);
        return new JsonNumbers(values.toArray(), innermostFirst);
    }

    private static void level(JsonParser parser, FloatList values, List<Long> shape, int depth)
            throws IOException, RequestException {
        if (depth > DEEPEST) {
            throw RequestException.badData("arrays are nested more than " + DEEPEST + " deep");
        }
        long count = 0;
        long numbers = 0;
        List<Long> first = null;
        for (; parser.currentToken() != JsonToken.END_ARRAY; parser.nextToken()) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                List<Long> below = new ArrayList<>();
                parser.nextToken();
                level(parser, values, below, depth + 1);
                if (first != null && !first.equals(below)) {
                    throw ragged();
                }
                first = below;
            } else if (parser.currentToken() != null && parser.currentToken().isNumeric()) {
                values.add(parser.getFloatValue());
                numbers++;
            } else {
                throw RequestException.badData("an array of numbers holds something else");
            }
            count++;
        }
        if (first != null && numbers > 0) {
            throw ragged();
        }
        if (first != null) {
            shape.addAll(first);
        }
        shape.add(count);
    }

    private static RequestException ragged() {
        return RequestException.badData("the rows of an array differ in length");
    }
}
