using Baton.Core;

namespace Baton.Health.History.Store;

/// <summary>A question that is answered from the database and from memory, by the database's owner.</summary>
internal abstract class StoreQuestion
{
    /// <summary>Answers it.</summary>
    /// <param name="database">Null: there is none at present, and memory has to do.</param>
    public abstract void Answer(HealthDatabase? database);

    /// <summary>It cannot be answered.</summary>
    public abstract void Refuse(BatonException reason);
}

/// <summary>A question with an answer of one type.</summary>
internal sealed class StoreQuestion<T>(Func<HealthDatabase?, T> read) : StoreQuestion
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answered => _answer.Task;

    public override void Answer(HealthDatabase? database) => _answer.TrySetResult(read(database));

    public override void Refuse(BatonException reason) => _answer.TrySetException(reason);
}
