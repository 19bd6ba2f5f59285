package caravan.server.rest;

import caravan.server.RequestException;
import caravan.server.scoring.Input;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A SeldonMessage as a form: urlencoded with one field {@code json}, or multipart, where each text part is a field of
 * the message and each file part a picture. Nothing is written to disk.
 */
final class SeldonForm {
    private static final int PARTS = 1024;

    private final ObjectNode message = SeldonReader.JSON.createObjectNode();
    private final List<Input> pictures = new ArrayList<>();
    private String json;

    private SeldonForm() {}

    static SeldonRequest read(RestRequest request) throws RequestException {
        SeldonForm form = parse(request);
        if (form.json != null) {
            return SeldonReader.read(form.json);
        }
        if (form.pictures.isEmpty()) {
            return SeldonReader.read(form.message.toString());
        }
        return new SeldonRequest(form.message.get("meta"), false, form.pictures);
    }

    /** The message as JSON text, for paths where pictures do not matter. */
    static String text(RestRequest request) throws RequestException {
        SeldonForm form = parse(request);
        return form.json != null ? form.json : form.message.toString();
    }

    private static SeldonForm parse(RestRequest request) throws RequestException {
        FullHttpRequest http = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                "/",
                Unpooled.wrappedBuffer(request.body(), 0, request.length()),
                new DefaultHttpHeaders()
                        .set(
                                HttpHeaderNames.CONTENT_TYPE,
                                request.header("Content-Type").orElse("")),
                EmptyHttpHeaders.INSTANCE);
        SeldonForm form = new SeldonForm();
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(
                    new DefaultHttpDataFactory(false), http, StandardCharsets.UTF_8, PARTS, Integer.MAX_VALUE);
            for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
                form.part(part);
            }
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | IOException e) {
            throw RequestException.badData(
                    "the form cannot be read; it may have no boundary or more than " + PARTS + " parts");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
        return form;
    }

    private void part(InterfaceHttpData part) throws IOException, RequestException {
        String name = part.getName();
        if (part instanceof FileUpload file) {
            switch (name) {
                case "strData" -> message.put(name, file.getString(StandardCharsets.UTF_8));
                case "meta", "data", "jsonData" ->
                    message.set(name, tree(name, file.getString(StandardCharsets.UTF_8)));
                default -> pictures.add(new Input.Encoded(file.get()));
            }
        } else if (part instanceof Attribute attribute) {
            switch (name) {
                case "json" -> json = attribute.getValue();
                case "strData", "binData" -> message.put(name, attribute.getValue());
                default -> message.set(name, tree(name, attribute.getValue()));
            }
        }
    }

    private static JsonNode tree(String name, String text) throws RequestException {
        try {
            return SeldonReader.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw RequestException.badData("the form's part " + name + " is no JSON");
        }
    }
}
