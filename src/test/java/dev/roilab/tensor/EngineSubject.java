package dev.roilab.tensor;

/** What a conformance test needs to know: how to make the engine under test. */
public interface EngineSubject {
    Engine create(int threads);

    default Tensor random(Engine engine, long seed, int... sizes) {
        Shape shape = Shape.of(sizes);
        return engine.tensor(Twins.random(seed, shape), shape);
    }
}
