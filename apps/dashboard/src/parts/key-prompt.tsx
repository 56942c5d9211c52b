import { type FormEvent, useState } from 'react';

/** Changes the key for a cookie. @returns what is wrong with it, `undefined` when it opened */
async function openSession(key: string): Promise<string | undefined> {
  try {
    const response = await fetch('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
    });
    if (response.ok) return undefined;
    return response.status === 401 ? 'This key is not known.' : `The server answers ${response.status}.`;
  } catch {
    return 'The server does not answer.';
  }
}

interface KeyPromptProps {
  readonly onOpen: () => void;
}

/** Asks for the key that the server wants. */
export function KeyPrompt({ onOpen }: KeyPromptProps) {
  const [problem, setProblem] = useState<string>();
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const key = new FormData(event.currentTarget).get('key');
    const refused = await openSession(typeof key === 'string' ? key.trim() : '');
    setProblem(refused);
    if (refused === undefined) onOpen();
  }
  const invalid = problem !== undefined && { 'aria-invalid': true, 'aria-describedby': 'key-problem' };
  return (
    <form className="field" onSubmit={(event) => void submit(event)}>
      <label htmlFor="key">Key</label>
      <input id="key" name="key" type="password" autoComplete="current-password" required {...invalid} />
      <button type="submit" className="ctl primary">
        Open
      </button>
      {problem !== undefined && (
        <p id="key-problem" className="bad" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
