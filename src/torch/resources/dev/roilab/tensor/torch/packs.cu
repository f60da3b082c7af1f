// Neighbouring channels, read and written at once.
template <typename T, int COUNT>
struct alignas(sizeof(T) * COUNT < 16 ? sizeof(T) * COUNT : 16) Pack {
    T at[COUNT];
};

template <int COUNT, typename T>
__device__ static Pack<T, COUNT> packed(const T *address) {
    return *(const Pack<T, COUNT> *) address;
}

template <int COUNT, typename T>
__device__ static void store_packed(T *address, Pack<T, COUNT> pack) {
    *(Pack<T, COUNT> *) address = pack;
}
