package dev.roilab.tensor;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** An engine that computes with another one while somebody watches every call, those to its groups included. */
public final class WatchedEngine {
    private final Watcher watcher;
    private final IdentityHashMap<Object, Object> groups = new IdentityHashMap<>();

    private WatchedEngine(Watcher watcher) {
        this.watcher = watcher;
    }

    /** What is done about a call. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * @param method of {@link Engine} or of one of its groups, but not one that gives a group
         * @param call computes
         * @return what the caller gets
         */
        @Nullable
        Object called(Method method, Object[] arguments, Call call) throws Throwable;
    }

    /** The call itself; throws what it throws. */
    @FunctionalInterface
    public interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    public static Engine of(Engine engine, Watcher watcher) {
        return new WatchedEngine(watcher).around(Engine.class, engine);
    }

    private <T> T around(Class<T> type, Object target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> call(target, method, arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object call(Object target, Method method, Object[] arguments) throws Throwable {
        if (OperationGroup.class.isAssignableFrom(method.getReturnType())) {
            return groups.computeIfAbsent(
                    invoke(target, method, arguments), group -> around(method.getReturnType(), group));
        }
        return watcher.called(method, arguments, () -> invoke(target, method, arguments));
    }

    private static @Nullable Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getTargetException();
        }
    }
}
