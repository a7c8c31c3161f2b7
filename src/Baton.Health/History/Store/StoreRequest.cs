namespace Baton.Health.History.Store;

/// <summary>What the owner of the database is asked for.</summary>
internal abstract record StoreRequest
{
    /// <summary>Monitors wait for what is saved of them.</summary>
    /// <param name="Begun">Called before it is looked which: one that comes later asks anew.</param>
    public sealed record Load(Action Begun) : StoreRequest;

    /// <summary>Changes are to be saved.</summary>
    /// <param name="Done">Completed when it was tried; null: nobody waits.</param>
    public sealed record Save(TaskCompletionSource? Done) : StoreRequest;

    /// <summary>The last save, and the end.</summary>
    public sealed record Close(TaskCompletionSource Done) : StoreRequest;

    /// <summary>Something is to be read, or noted.</summary>
    public sealed record Ask(StoreQuestion Question) : StoreRequest;
}
