namespace Baton.Client.Runtime;

/// <summary>How far an exchange with a control socket of the runtime part had come when it failed.</summary>
public enum RuntimeStage
{
    /// <summary>Nobody took the connection; nothing was asked.</summary>
    Connecting,

    /// <summary>The program to upload could not be read, or changed meanwhile.</summary>
    ReadingBinary,

    /// <summary>What was asked for cannot be said in JSON; nothing was sent.</summary>
    EncodingRequest,

    /// <summary>The request could not be sent whole.</summary>
    SendingRequest,

    /// <summary>No whole answer came; what was asked for may have happened.</summary>
    ReceivingResponse,

    /// <summary>An answer came that is not one of a runtime part.</summary>
    ParsingResponse,

    /// <summary>The server says that it cannot be done, with a chain of causes, the outermost first.</summary>
    Refused,

    /// <summary>The server is not Baton's and does not know what was to be asked; it was not.</summary>
    Unknown,

    /// <summary>An upload was announced, and no answer came that lets it begin.</summary>
    AnnouncingBinary,

    /// <summary>The bytes of an upload could not be sent.</summary>
    SendingBinary,

    /// <summary>All bytes were sent, and nothing came of it.</summary>
    ReceivingFinalResponse,
}
