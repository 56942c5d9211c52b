import './styles/tokens.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/patterns.css';
import './styles/answer.css';
import './styles/data.css';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { LiveStore } from './live/live-store.js';
import { App } from './page/app.js';
import { applyChosenTheme } from './parts/theme-button.js';

applyChosenTheme();
const store = new LiveStore();
store.start();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(
  <StrictMode>
    <App store={store} />
  </StrictMode>,
);
